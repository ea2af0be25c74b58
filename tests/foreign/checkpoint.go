package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// held is a checkpoint from another day, or from a witness.
type held struct {
	file string
	note []byte
}

// trust is what an auditor brings along.
type trust struct {
	key       string // of the log; empty: as the export says
	witnesses []note.Verifier
	quorum    int
	since     []held
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

func witness(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	require(len(parts) == 3, vkey, "a witness's key is name+id+key")
	typed := must(base64.StdEncoding.DecodeString(parts[2]))(vkey)
	require(len(typed) == 1+ed25519.PublicKeySize && typed[0] == 4, vkey, "not an Ed25519 witness's key")
	hash := must(strconv.ParseUint(parts[1], 16, 32))(vkey)
	return cosigner{parts[0], uint32(hash), typed[1:]}
}

// logKey reads a verifier key that is written as it would be written again.
func logKey(where, vkey string) note.Verifier {
	verifier := must(note.NewVerifier(vkey))(where)
	canonical := fmt.Sprintf("%s+%08x+", verifier.Name(), verifier.KeyHash())
	require(strings.HasPrefix(vkey, canonical), where, "not as a key is written")
	return verifier
}

func hash(where, text string) (made tlog.Hash) {
	bytes := must(base64.StdEncoding.Strict().DecodeString(text))(where)
	require(copy(made[:], bytes) == len(bytes) && len(bytes) == tlog.HashSize, where, "not a hash")
	return made
}

// checkpoint opens a signed note and reads its three lines. The log must have signed it, and whatever
// known witness did must have signed just this.
func checkpoint(where string, signed []byte, log note.Verifier, witnesses []note.Verifier) (tree tlog.Tree, cosigned int) {
	opened := must(note.Open(signed, note.VerifierList(append([]note.Verifier{log}, witnesses...)...)))(where)
	byLog := false
	for _, signature := range opened.Sigs {
		must(base64.StdEncoding.Strict().DecodeString(signature.Base64))(where)
		if signature.Name == log.Name() && signature.Hash == log.KeyHash() {
			byLog = true
		} else {
			cosigned++
		}
	}
	require(byLog, where, "the log did not sign it")
	lines := strings.Split(opened.Text, "\n")
	require(len(lines) == 4 && lines[0] == log.Name(), where, "not a checkpoint of this log")
	tree.N = must(strconv.ParseInt(lines[1], 10, 64))(where)
	require(tree.N > 0 && fmt.Sprint(tree.N) == lines[1], where, "malformed")
	tree.Hash = hash(where, lines[2])
	return tree, cosigned
}

// cosignedCheckpoint is one that enough witnesses cosigned.
func cosignedCheckpoint(where string, signed []byte, log note.Verifier, trust trust) (tree tlog.Tree, cosigned int) {
	tree, cosigned = checkpoint(where, signed, log, trust.witnesses)
	require(cosigned >= trust.quorum, where, fmt.Sprint("too few witnesses: ", cosigned))
	return tree, cosigned
}
