// A witness for tests (c2sp.org/tlog-witness), by Go's own packages: it cosigns what goes on from what
// it saw, and nothing else. It keeps its state in memory.
//
//	witness NAME LOGKEY    prints "NAME VKEY URL" and serves on loopback until its input ends
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	lock   sync.Mutex
	size   int64
	root   tlog.Hash
	secret ed25519.PrivateKey
	keyID  uint32
	name   string
	log    note.Verifier
)

func fail(answer http.ResponseWriter, status int, why string) {
	http.Error(answer, why, status)
}

// request splits old size, proof and checkpoint.
func request(body string) (old int64, proof tlog.TreeProof, checkpoint string, ok bool) {
	head, checkpoint, found := strings.Cut(body, "\n\n")
	lines := strings.Split(head, "\n")
	isOld := strings.HasPrefix(lines[0], "old ")
	digits := strings.TrimPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(digits, 10, 64)
	if !found || !isOld || err != nil || fmt.Sprint(old) != digits || len(lines) > 64 {
		return 0, nil, "", false
	}
	for _, line := range lines[1:] {
		bytes, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(bytes) != tlog.HashSize {
			return 0, nil, "", false
		}
		var hash tlog.Hash
		copy(hash[:], bytes)
		proof = append(proof, hash)
	}
	return old, proof, checkpoint, true
}

func cosign(text string) string {
	now := uint64(time.Now().Unix())
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, text)
	bytes := binary.BigEndian.AppendUint32(nil, keyID)
	bytes = binary.BigEndian.AppendUint64(bytes, now)
	bytes = append(bytes, ed25519.Sign(secret, []byte(message))...)
	return "\u2014 " + name + " " + base64.StdEncoding.EncodeToString(bytes) + "\n"
}

func addCheckpoint(answer http.ResponseWriter, asked *http.Request) {
	body, err := io.ReadAll(io.LimitReader(asked.Body, 1<<17))
	old, proof, checkpoint, ok := request(string(body))
	if err != nil || !ok || asked.Method != "POST" {
		fail(answer, 400, "malformed")
		return
	}
	if !strings.HasPrefix(checkpoint, log.Name()+"\n") {
		fail(answer, 404, "unknown log")
		return
	}
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(log))
	if err != nil {
		fail(answer, 403, "not signed by the log")
		return
	}
	lines := strings.Split(opened.Text, "\n")
	newSize, err := strconv.ParseInt(lines[1], 10, 64)
	bytes, err2 := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || err2 != nil || len(bytes) != tlog.HashSize || old > newSize {
		fail(answer, 400, "malformed checkpoint")
		return
	}
	lock.Lock()
	defer lock.Unlock()
	if old != size {
		answer.Header().Set("Content-Type", "text/x.tlog.size")
		answer.WriteHeader(409)
		fmt.Fprintf(answer, "%d\n", size)
		return
	}
	var newRoot tlog.Hash
	copy(newRoot[:], bytes)
	switch {
	case size == newSize && size > 0 && newRoot != root:
		fail(answer, 409, "another tree of the same size")
		return
	case size == 0 && len(proof) != 0:
		fail(answer, 422, "a proof from nothing")
		return
	case size > 0 && size < newSize && tlog.CheckTree(proof, newSize, newRoot, size, root) != nil:
		fail(answer, 422, "inconsistent")
		return
	}
	size, root = newSize, newRoot
	fmt.Fprint(answer, cosign(opened.Text))
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: witness NAME LOGKEY")
		os.Exit(2)
	}
	name = os.Args[1]
	var err error
	if log, err = note.NewVerifier(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err)
	}
	secret = private
	typed := append([]byte{0x04}, public...)
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	keyID = binary.BigEndian.Uint32(sum[:])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/add-checkpoint", addCheckpoint)
	go http.Serve(listener, nil)
	fmt.Printf("%s %s+%08x+%s http://%s\n", name, name, keyID, base64.StdEncoding.EncodeToString(typed), listener.Addr())
	bufio.NewReader(os.Stdin).ReadString(0)
}
