// Verifies an exported log with Go's own packages for signed notes and tile logs. Shares no code with
// Clarion: an auditor who trusts these packages need not trust us.
//
//	audit_verifier DIR [KEY]    KEY: the log's verifier key as you were given it
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	current string              // the file at which a failure would be found
	unread  = map[string]bool{} // files of the export not accounted for yet
)

func require(claim bool, what string) {
	if !claim {
		fmt.Fprintf(os.Stderr, "audit_verifier: %s: %s\n", current, what)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	require(err == nil, fmt.Sprint(err))
	return value
}

func read(name string) []byte {
	current = name
	delete(unread, name)
	return must(os.ReadFile(filepath.Join(os.Args[1], name)))
}

// checkpoint opens a signed note and reads its three lines.
func checkpoint(name string, verifier note.Verifier) (tree tlog.Tree) {
	text := must(note.Open(read(name), note.VerifierList(verifier))).Text
	lines := strings.Split(text, "\n")
	require(len(lines) == 4 && lines[0] == verifier.Name(), "not a checkpoint of this log")
	tree.N = must(strconv.ParseInt(lines[1], 10, 64))
	root := must(base64.StdEncoding.DecodeString(lines[2]))
	require(copy(tree.Hash[:], root) == len(root) && len(root) == tlog.HashSize && tree.N > 0, "malformed")
	return tree
}

// path is where tlog-tiles keeps a tile; Go's own layout has the tile's height in it too.
func path(tile tlog.Tile, level string) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/8/%d/", tile.L), "tile/"+level+"/", 1)
}

func main() {
	current = "usage: audit_verifier DIR [KEY]"
	require(len(os.Args) == 2 || len(os.Args) == 3, "wrong number of arguments")
	must(0, filepath.WalkDir(os.Args[1], func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			unread[must(filepath.Rel(os.Args[1], path))] = true
		}
		return err
	}))
	key, rest, isLine := strings.Cut(string(read("log.vkey")), "\n")
	require(isLine && rest == "" && (len(os.Args) == 2 || os.Args[2] == key), "not the key you were given")
	verifier := must(note.NewVerifier(key))
	newest := checkpoint("checkpoint", verifier)

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	var tiles []tlog.Tile // NewTiles names the narrower states of a last tile too
	for _, tile := range tlog.NewTiles(8, 0, newest.N) {
		if last := len(tiles) - 1; last >= 0 && tiles[last].L == tile.L && tiles[last].N == tile.N {
			tiles = tiles[:last]
		}
		tiles = append(tiles, tile)
	}
	for _, tile := range tiles {
		if tile.L > 0 {
			continue
		}
		bundle := read(path(tile, "entries"))
		for at := tile.N * 256; at < tile.N*256+int64(tile.W); at++ {
			require(len(bundle) >= 2, "torn")
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			require(len(bundle) >= end, "torn")
			stored = append(stored, must(tlog.StoredHashes(at, bundle[2:end], reader))...)
			bundle = bundle[end:]
		}
		require(len(bundle) == 0, "holds more entries than were signed")
	}
	root := must(tlog.TreeHash(newest.N, reader))
	require(root == newest.Hash, "the entries do not lead to the signed root")
	for _, tile := range tiles {
		expected := must(tlog.ReadTileData(tile, reader))
		data := read(path(tile, strconv.Itoa(tile.L)))
		require(bytes.Equal(data, expected), "not the hashes of the entries")
	}
	older := must(os.ReadDir(filepath.Join(os.Args[1], "checkpoints")))
	for _, file := range older {
		tree := checkpoint("checkpoints/"+file.Name(), verifier)
		require(file.Name() == fmt.Sprint(tree.N) && tree.N <= newest.N, "of another size")
		proof := must(tlog.ProveTree(newest.N, tree.N, reader))
		must(0, tlog.CheckTree(proof, newest.N, newest.Hash, tree.N, tree.Hash))
	}
	current = fmt.Sprint(unread)
	require(len(unread) == 0, "does not belong here")
	fmt.Printf("good: %d entries, %d checkpoints, root %v, %s\n", newest.N, len(older), root, verifier.Name())
}
