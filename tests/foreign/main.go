// Verifies what Clarion gives an auditor, with Go's own packages for signed notes and tile logs. Shares
// no code with Clarion: an auditor who trusts these packages need not trust us.
//
//	foreign [OPTIONS] DIR           an exported log: every checkpoint, all pairs of them, every leaf and tile
//	foreign [OPTIONS] -proof FILE   one entry and its proof; prints the entry
//	foreign -tamper DIR             the entries of DIR, tampered with at every position by whoever has the log's
//	                                key: whether that is refused
//	foreign -bits N DIR             whether each of N random single bits that are changed in DIR is refused
//
// Options: -key VKEY       the log's verifier key as you were given it (needed for a proof)
//
//	-since FILE     a checkpoint that you, or a witness, hold: the log must go on from it (again and again)
//	-witness VKEY   a witness whose cosignatures count (again and again)
//	-quorum N       so many of them must have cosigned the newest checkpoint
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// refusal is what ends a check: where, and what is wrong there.
type refusal struct{ where, what string }

func (r refusal) Error() string { return r.where + ": " + r.what }

func require(claim bool, where, what string) {
	if !claim {
		panic(refusal{where, what})
	}
}

// must gives the value, or refuses what stands at `where`.
func must[T any](value T, err error) func(where string) T {
	return func(where string) T {
		require(err == nil, where, fmt.Sprint(err))
		return value
	}
}

// refused tells why `check` ended; nil: it found nothing.
func refused(check func()) (why error) {
	defer func() {
		if caught := recover(); caught != nil {
			why = caught.(refusal)
		}
	}()
	check()
	return nil
}

// list is an option that may be given again and again.
type list []string

func (l *list) String() string         { return strings.Join(*l, " ") }
func (l *list) Set(value string) error { *l = append(*l, value); return nil }

func main() {
	var since, witnesses list
	key := flag.String("key", "", "the log's verifier key")
	quorum := flag.Int("quorum", 0, "so many witnesses")
	proof := flag.String("proof", "", "an entry with its proof")
	tamper := flag.Bool("tamper", false, "tamper with the entries of DIR")
	bits := flag.Int("bits", 0, "change so many single bits of DIR")
	flag.Var(&since, "since", "a checkpoint that is held")
	flag.Var(&witnesses, "witness", "a witness's key")
	flag.Parse()
	folders := 1
	if *proof != "" {
		folders = 0
	}
	if flag.NArg() != folders || (*proof != "" && *key == "") || *quorum < 0 {
		fmt.Fprintln(os.Stderr, "usage: foreign [-key VKEY] [-witness VKEY]... [-quorum N] [-since FILE]... DIR | -proof FILE")
		os.Exit(2)
	}
	why := refused(func() {
		trust := trust{key: *key, quorum: *quorum}
		for _, vkey := range witnesses {
			trust.witnesses = append(trust.witnesses, witness(vkey))
		}
		for _, file := range since {
			trust.since = append(trust.since, held{file, must(os.ReadFile(file))(file)})
		}
		switch {
		case *proof != "":
			fmt.Println(verifyProof(*proof, must(os.ReadFile(*proof))(*proof), trust))
		case *tamper:
			fmt.Println(tamperWith(os.DirFS(flag.Arg(0)), trust))
		case *bits > 0:
			fmt.Println(flipBits(os.DirFS(flag.Arg(0)), *bits, trust))
		default:
			fmt.Println(verifyExport(os.DirFS(flag.Arg(0)), trust))
		}
	})
	if why != nil {
		fmt.Fprintln(os.Stderr, "foreign:", why)
		os.Exit(1)
	}
}
