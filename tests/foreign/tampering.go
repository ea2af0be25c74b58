package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand"
	"regexp"
	"strconv"
	"strings"
	"testing/fstest"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var (
	number  = regexp.MustCompile(`"seq":\d+`)
	counter = regexp.MustCompile(`"subj":"([^"]*)","subj_n":\d+`)
)

// renumbered are entries as whoever tampers leaves them: numbers and counters without a gap.
func renumbered(log [][]byte) (made [][]byte) {
	counts := map[string]int{}
	for seq, entry := range log {
		entry = number.ReplaceAll(entry, []byte(fmt.Sprintf(`"seq":%d`, seq)))
		made = append(made, counter.ReplaceAllFunc(entry, func(found []byte) []byte {
			subject := string(counter.FindSubmatch(found)[1])
			counts[subject]++
			return []byte(fmt.Sprintf(`"subj":"%s","subj_n":%d`, subject, counts[subject]))
		}))
	}
	return made
}

// foreign is an entry that never was.
func foreign(entry []byte) []byte {
	return bytes.Replace(entry, []byte(`"type":"`), []byte(`"type":"never_`), 1)
}

// tampering is one way to change a log at one place.
type tampering struct {
	name string
	at   func(log, later [][]byte, place int) [][]byte
}

func joined(parts ...[][]byte) (all [][]byte) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

var tamperings = []tampering{
	{"delete", func(log, later [][]byte, place int) [][]byte { return joined(log[:place], log[place+1:]) }},
	{"delete and go on", func(log, later [][]byte, place int) [][]byte {
		return joined(log[:place], log[place+1:], later)
	}},
	{"insert", func(log, later [][]byte, place int) [][]byte {
		return joined(log[:place], [][]byte{foreign(log[place])}, log[place:])
	}},
	{"reorder", func(log, later [][]byte, place int) [][]byte {
		made := joined(log)
		next := (place + 1) % len(log)
		made[place], made[next] = made[next], made[place]
		return made
	}},
	{"replace", func(log, later [][]byte, place int) [][]byte {
		return joined(log[:place], [][]byte{foreign(log[place])}, log[place+1:])
	}},
	{"truncate", func(log, later [][]byte, place int) [][]byte { return joined(log[:place]) }},
	{"fork", func(log, later [][]byte, place int) [][]byte {
		made := joined(log[:place])
		for _, entry := range log[place:] {
			made = append(made, foreign(entry))
		}
		return joined(made, later)
	}},
}

// exported is a log as an export, signed at these sizes as far as it has them, and at its end.
func exported(log [][]byte, sizes []int64, signer note.Signer, vkey string) fstest.MapFS {
	files := fstest.MapFS{"log.vkey": {Data: []byte(vkey + "\n")}}
	e := &export{}
	bundles := map[string][]byte{}
	size := int64(len(log))
	for at, entry := range log {
		e.stored = append(e.stored, must(tlog.StoredHashes(int64(at), entry, e))("tampering")...)
	}
	for _, tile := range tilesOf(size) {
		files[path(tile, strconv.Itoa(tile.L))] = &fstest.MapFile{Data: must(tlog.ReadTileData(tile, e))("tampering")}
		if tile.L > 0 {
			continue
		}
		for _, entry := range log[tile.N*256 : tile.N*256+int64(tile.W)] {
			where := path(tile, "entries")
			bundles[where] = binary.BigEndian.AppendUint16(bundles[where], uint16(len(entry)))
			bundles[where] = append(bundles[where], entry...)
		}
	}
	for where, bundle := range bundles {
		files[where] = &fstest.MapFile{Data: bundle}
	}
	for _, signed := range append(below(sizes, size), size) {
		root := must(tlog.TreeHash(signed, e))("tampering")
		text := fmt.Sprintf("%s\n%d\n%v\n", signer.Name(), signed, root)
		made := &fstest.MapFile{Data: must(note.Sign(&note.Note{Text: text}, signer))("tampering")}
		files[fmt.Sprintf("checkpoints/%d", signed)] = made
		files["checkpoint"] = made
	}
	return files
}

// below are the sizes that a log of `most` entries has passed.
func below(sizes []int64, most int64) (smaller []int64) {
	for _, size := range sizes {
		if size < most {
			smaller = append(smaller, size)
		}
	}
	return smaller
}

// withOldSignatures is what is left of a tampered log to whoever has not the log's key.
func withOldSignatures(tampered, sound fstest.MapFS) fstest.MapFS {
	made := fstest.MapFS{}
	for name, file := range tampered {
		if _, isSigned := sound[name]; !isSigned || name[:1] == "t" {
			made[name] = file
		}
	}
	for name, file := range sound {
		if name[:1] != "t" {
			made[name] = file
		}
	}
	return made
}

// entriesOf are the entries of a sound export, again and again until there are so many.
func entriesOf(files fs.FS, size int64, given trust) (log [][]byte) {
	verifyExport(files, given)
	opened, _ := checkpoint("checkpoint", must(fs.ReadFile(files, "checkpoint"))("checkpoint"), keyOf(files), nil)
	for _, tile := range tilesOf(opened.N) {
		if tile.L == 0 {
			where := path(tile, "entries")
			log = append(log, entries(where, must(fs.ReadFile(files, where))(where), tile.W)...)
		}
	}
	for int64(len(log)) < size {
		log = joined(log, log)
	}
	return renumbered(log[:size])
}

func keyOf(files fs.FS) note.Verifier {
	line := must(fs.ReadFile(files, "log.vkey"))("log.vkey")
	return logKey("log.vkey", strings.TrimSuffix(string(line), "\n"))
}

// tamperWith takes the entries of a sound export, as if the log's own key had fallen into wrong hands:
// only what somebody holds from before tells a log that was tampered with and signed anew.
func tamperWith(files fs.FS, given trust) string {
	const size = 300
	log := entriesOf(files, size, given)
	secret, vkey, err := note.GenerateKey(nil, keyOf(files).Name())
	signer := must(note.NewSigner(must(secret, err)("the key")))("the key")
	sizes := []int64{100, 200}
	heldAt := func(size int64) trust {
		signed := exported(log[:size], nil, signer, vkey)["checkpoint"].Data
		return trust{key: vkey, since: []held{{fmt.Sprint("the checkpoint held at ", size), signed}}}
	}
	alone, half, last := trust{key: vkey}, heldAt(size/2), heldAt(size)
	later := log[:10]
	sound := exported(log, sizes, signer, vkey)
	verifyExport(sound, last)
	grown := exported(renumbered(joined(log, later)), sizes, signer, vkey)
	verifyExport(grown, last)
	verifyExport(grown, half)

	count := 0
	for _, how := range tamperings {
		for place := range log {
			where := fmt.Sprintf("%s at %d", how.name, place)
			changed := renumbered(how.at(log, later, place))
			if len(changed) == 0 {
				continue // a log of nothing is none
			}
			count++
			anew := exported(changed, sizes, signer, vkey)
			why := refused(func() { verifyExport(anew, alone) })
			require(why == nil, where, fmt.Sprint("signed anew, it should be sound by itself: ", why))
			why = refused(func() { verifyExport(anew, last) })
			isFound := why != nil && why.(refusal).where == last.since[0].file
			require(isFound, where, fmt.Sprint("is not refused by the checkpoint held: ", why))
			if how.name == "replace" { // an older one tells of what came before it, and of nothing else
				why = refused(func() { verifyExport(anew, half) })
				require((why != nil) == (place < size/2), where, fmt.Sprint("beside an older checkpoint: ", why))
			}
			if len(changed) > size {
				anew = exported(changed[:size], sizes, signer, vkey)
			}
			why = refused(func() { verifyExport(withOldSignatures(anew, sound), alone) })
			require(why != nil, where, "is accepted with the old signatures")
		}
	}
	return fmt.Sprintf("good: %d logs of %d entries tampered with: signed anew by the log's own key each is sound by itself, and "+
		"refused beside the checkpoint held; with the old signatures each is refused", count, size)
}

// flipBits changes so many single bits of any file, one at a time.
func flipBits(files fs.FS, count int, given trust) string {
	verifyExport(files, given)
	copied := fstest.MapFS{}
	var names []string
	require(fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			copied[path] = &fstest.MapFile{Data: must(fs.ReadFile(files, path))(path)}
			names = append(names, path)
		}
		return err
	}) == nil, "the export", "cannot be read")
	random := rand.New(rand.NewSource(7))
	for flipped := 0; flipped < count; flipped++ {
		name := names[random.Intn(len(names))]
		data := copied[name].Data
		bit := random.Intn(8 * len(data))
		data[bit/8] ^= 1 << (bit % 8)
		why := refused(func() { verifyExport(copied, given) })
		require(why != nil, name, fmt.Sprint("bit ", bit, " flipped, and accepted"))
		data[bit/8] ^= 1 << (bit % 8)
	}
	return fmt.Sprintf("good: %d single bits changed in %d files, each one refused", count, len(names))
}
