// Verifies one entry's proof (c2sp.org/tlog-proof) with Go's own packages: the log's signature, so many
// witnesses' cosignatures (c2sp.org/tlog-cosignature), and the entry's place in the signed tree.
//
//	proof FILE LOGKEY QUORUM [WITNESSKEY...]    prints the entry
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func require(claim bool, what string) {
	if !claim {
		fmt.Fprintln(os.Stderr, "proof: "+what)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	require(err == nil, fmt.Sprint(err))
	return value
}

// cosigner is a witness's key as note wants it; Go's package knows only plain signatures.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func witness(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	require(len(parts) == 3, "a witness's key is name+id+key")
	typed := must(base64.StdEncoding.DecodeString(parts[2]))
	require(len(typed) == 1+ed25519.PublicKeySize && typed[0] == 4, "not an Ed25519 witness's key")
	hash := must(strconv.ParseUint(parts[1], 16, 32))
	return cosigner{parts[0], uint32(hash), typed[1:]}
}

func main() {
	require(len(os.Args) > 3, "usage: proof FILE LOGKEY QUORUM [WITNESSKEY...]")
	head, checkpoint, found := strings.Cut(string(must(os.ReadFile(os.Args[1]))), "\n\n")
	lines := strings.Split(head, "\n")
	require(found && len(lines) > 2 && lines[0] == "c2sp.org/tlog-proof@v1", "not a proof")
	require(strings.HasPrefix(lines[1], "extra ") && strings.HasPrefix(lines[2], "index "), "not a proof of ours")
	entry := must(base64.StdEncoding.Strict().DecodeString(lines[1][6:]))
	index := must(strconv.ParseInt(lines[2][6:], 10, 64))
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		var hash tlog.Hash
		require(copy(hash[:], must(base64.StdEncoding.Strict().DecodeString(line))) == tlog.HashSize, "a short hash")
		path = append(path, hash)
	}
	log := must(note.NewVerifier(os.Args[2]))
	verifiers := []note.Verifier{log}
	for _, key := range os.Args[4:] {
		verifiers = append(verifiers, witness(key))
	}
	opened := must(note.Open([]byte(checkpoint), note.VerifierList(verifiers...)))
	cosigned := 0
	isLog := false
	for _, signature := range opened.Sigs {
		if signature.Name == log.Name() && signature.Hash == log.KeyHash() {
			isLog = true
		} else {
			cosigned++
		}
	}
	require(isLog, "the log did not sign it")
	require(cosigned >= must(strconv.Atoi(os.Args[3])), fmt.Sprint("too few witnesses: ", cosigned))
	text := strings.Split(opened.Text, "\n")
	size := must(strconv.ParseInt(text[1], 10, 64))
	var root tlog.Hash
	copy(root[:], must(base64.StdEncoding.Strict().DecodeString(text[2])))
	err := tlog.CheckRecord(path, size, root, index, tlog.RecordHash(entry))
	require(err == nil, fmt.Sprint(err))
	fmt.Printf("%s\ngood: entry %d of %d, %d witnesses\n", entry, index, size, cosigned)
}
