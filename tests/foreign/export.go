package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Beyond so many checkpoints each is compared with its neighbours alone: the pairs would be millions,
// and every root was recomputed from the entries before.
const allPairsMost = 1000

// export is an exported log that is being read.
type export struct {
	files  fs.FS
	unread map[string]bool // files not accounted for yet
	stored []tlog.Hash
}

func (e *export) read(name string) []byte {
	delete(e.unread, name)
	return must(fs.ReadFile(e.files, name))(name)
}

// ReadHashes makes it a tlog.HashReader.
func (e *export) ReadHashes(indexes []int64) (hashes []tlog.Hash, err error) {
	for _, index := range indexes {
		hashes = append(hashes, e.stored[index])
	}
	return hashes, nil
}

// path is where tlog-tiles keeps a tile; Go's own layout has the tile's height in it too.
func path(tile tlog.Tile, level string) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/8/%d/", tile.L), "tile/"+level+"/", 1)
}

// tilesOf names the tiles of a tree; NewTiles names the narrower states of a last tile too.
func tilesOf(size int64) (tiles []tlog.Tile) {
	for _, tile := range tlog.NewTiles(8, 0, size) {
		if last := len(tiles) - 1; last >= 0 && tiles[last].L == tile.L && tiles[last].N == tile.N {
			tiles = tiles[:last]
		}
		tiles = append(tiles, tile)
	}
	return tiles
}

// entries reads what a bundle holds.
func entries(where string, bundle []byte, count int) (found [][]byte) {
	for ; count > 0; count-- {
		require(len(bundle) >= 2, where, "torn")
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		require(len(bundle) >= end, where, "torn")
		found = append(found, bundle[2:end])
		bundle = bundle[end:]
	}
	require(len(bundle) == 0, where, "holds more entries than were signed")
	return found
}

// readTiles takes in every entry, and holds the tiles against them.
func (e *export) readTiles(size int64) {
	tiles := tilesOf(size)
	for _, tile := range tiles {
		if tile.L > 0 {
			continue
		}
		where := path(tile, "entries")
		for at, entry := range entries(where, e.read(where), tile.W) {
			hashes := must(tlog.StoredHashes(tile.N*256+int64(at), entry, e))(where)
			e.stored = append(e.stored, hashes...)
		}
	}
	for _, tile := range tiles {
		where := path(tile, strconv.Itoa(tile.L))
		expected := must(tlog.ReadTileData(tile, e))(where)
		require(bytes.Equal(e.read(where), expected), where, "not the hashes of the entries")
	}
}

// one is a signed tree and where it stands.
type one struct {
	where string
	tree  tlog.Tree
}

// compare holds each signed tree against the entries, and all against each other by proofs. It tells
// how many pairs.
func (e *export) compare(all []one) (pairs int) {
	sort.SliceStable(all, func(i, j int) bool { return all[i].tree.N < all[j].tree.N })
	for _, each := range all {
		root := must(tlog.TreeHash(each.tree.N, e))(each.where)
		require(root == each.tree.Hash, each.where, "the entries do not lead to the root that was signed")
	}
	for at, old := range all {
		rest := all[at+1:]
		if len(all) > allPairsMost && len(rest) > 1 {
			rest = rest[:1]
		}
		for _, late := range rest {
			proof := must(tlog.ProveTree(late.tree.N, old.tree.N, e))(old.where)
			why := tlog.CheckTree(proof, late.tree.N, late.tree.Hash, old.tree.N, old.tree.Hash)
			require(why == nil, old.where, fmt.Sprint("and ", late.where, ": ", why))
			pairs++
		}
	}
	return pairs
}

func (e *export) key(trust trust) note.Verifier {
	line, rest, isLine := strings.Cut(string(e.read("log.vkey")), "\n")
	require(isLine && rest == "", "log.vkey", "is not one line")
	require(trust.key == "" || trust.key == line, "log.vkey", "not the key you were given")
	return logKey("log.vkey", line)
}

// verifyExport goes through all of an export, and says what it found.
func verifyExport(files fs.FS, trust trust) string {
	e := &export{files: files, unread: map[string]bool{}}
	require(fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			e.unread[path] = true
		}
		return err
	}) == nil, "the export", "cannot be read")
	key := e.key(trust)
	newest, cosigned := cosignedCheckpoint("checkpoint", e.read("checkpoint"), key, trust)
	var signed []one
	for _, file := range must(fs.ReadDir(files, "checkpoints"))("checkpoints") {
		where := "checkpoints/" + file.Name()
		tree, _ := checkpoint(where, e.read(where), key, trust.witnesses)
		require(file.Name() == fmt.Sprint(tree.N) && tree.N <= newest.N, where, "of another size")
		signed = append(signed, one{where, tree})
	}
	own := len(signed)
	for _, old := range trust.since {
		tree, _ := checkpoint(old.file, old.note, key, trust.witnesses)
		require(tree.N <= newest.N, old.file, fmt.Sprintf("%d entries were signed, %d are here", tree.N, newest.N))
		signed = append(signed, one{old.file, tree})
	}
	e.readTiles(newest.N)
	pairs := e.compare(append(signed, one{"checkpoint", newest}))
	require(len(e.unread) == 0, fmt.Sprint(e.unread), "does not belong here")
	return fmt.Sprintf("good: %d entries, %d checkpoints, %d held before, %d pairs consistent, %d witnesses, root %v, %s",
		newest.N, own, len(trust.since), pairs, cosigned, newest.Hash, key.Name())
}
