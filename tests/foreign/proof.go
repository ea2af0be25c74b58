package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// verifyProof checks one entry's proof (c2sp.org/tlog-proof): the log's signature, so many witnesses'
// cosignatures (c2sp.org/tlog-cosignature), and the entry's place in the signed tree.
func verifyProof(where string, text []byte, trust trust) string {
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	require(found && len(lines) > 2 && lines[0] == "c2sp.org/tlog-proof@v1", where, "not a proof")
	isOurs := strings.HasPrefix(lines[1], "extra ") && strings.HasPrefix(lines[2], "index ")
	require(isOurs, where, "not a proof of ours")
	entry := must(base64.StdEncoding.Strict().DecodeString(lines[1][6:]))(where)
	index := must(strconv.ParseInt(lines[2][6:], 10, 64))(where)
	var siblings tlog.RecordProof
	for _, line := range lines[3:] {
		siblings = append(siblings, hash(where, line))
	}
	log := logKey("-key", trust.key)
	tree, cosigned := cosignedCheckpoint(where, []byte(signed), log, trust)
	err := tlog.CheckRecord(siblings, tree.N, tree.Hash, index, tlog.RecordHash(entry))
	require(err == nil, where, fmt.Sprint(err))
	return fmt.Sprintf("%s\ngood: entry %d of %d, %d witnesses", entry, index, tree.N, cosigned)
}
