package vault_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lianshen/store/vault"
)

var update = flag.Bool("update", false, "write the test vectors anew")

// vectors are testdata/vectors.json: what sealing gives under a fixed data key and fixed nonces, bytes in hex. Plain
// bytes are given by their number n: byte i is the low 8 bits of i*i/8 xor i; of a page, the last 40 are zero.
type vectors struct {
	DataKey string            `json:"dataKey"`
	Subkeys map[string]string `json:"subkeys"`
	Pages   []struct {
		Kind   string `json:"kind"`
		Number int64  `json:"number"`
		Nonce  string `json:"nonce"`
		Sealed string `json:"sealed"`
	} `json:"pages"`
	Heads []struct {
		Frame  int64  `json:"frame"`
		Plain  string `json:"plain"`
		Sealed string `json:"sealed"`
	} `json:"heads"`
	Streams []struct {
		Random string `json:"random"`
		Bytes  int    `json:"bytes"`
		Sealed string `json:"sealed,omitempty"` // of short ones
		SHA256 string `json:"sha256"`           // of the sealed stream
	} `json:"streams"`
	BlobNames []struct {
		SHA256 string `json:"sha256"`
		Name   string `json:"name"`
	} `json:"blobNames"`
	// Rows are those of table t in vector.db with vector.db-wal, in order: i, s, and the number n of the bytes of b.
	Rows []struct {
		I int    `json:"i"`
		S string `json:"s"`
		N int    `json:"n"`
	} `json:"rows"`
}

func readVectors(t *testing.T) (v vectors, k *vault.Key, r reader) {
	t.Helper()
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	if k, err = vault.KeyOf(fromHex(t, v.DataKey)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Forget)
	return v, k, reader{fromHex(t, v.DataKey)}
}

func fromHex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func plainPage() []byte {
	return append(noise(vault.PageSize-vault.Reserved), make([]byte, vault.Reserved)...)
}

// TestVectors seals what the vectors say, and opens them with the reader that knows only the documentation.
func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	v, k, r := readVectors(t)
	for label, key := range v.Subkeys {
		if got := hex.EncodeToString(r.subkey(label)); got != key {
			t.Errorf("subkey %s is %s", label, got)
		}
	}
	for _, p := range v.Pages {
		sealed, err := vault.SealPage(k, plainPage(), p.Kind[0], p.Number, fromHex(t, p.Nonce))
		if err != nil || hex.EncodeToString(sealed) != p.Sealed {
			t.Errorf("page %s %d is sealed otherwise, %v", p.Kind, p.Number, err)
		}
		if plain, err := r.page(fromHex(t, p.Sealed), p.Kind[0], uint64(p.Number)); err != nil || !bytes.Equal(plain, plainPage()) {
			t.Errorf("page %s %d reads otherwise, %v", p.Kind, p.Number, err)
		}
	}
	for _, h := range v.Heads {
		if got := hex.EncodeToString(vault.SealHead(k, fromHex(t, h.Plain), h.Frame)); got != h.Sealed {
			t.Errorf("header %d is sealed as %s", h.Frame, got)
		}
		if got := hex.EncodeToString(r.head(fromHex(t, h.Sealed), uint64(h.Frame))); got != h.Plain {
			t.Errorf("header %d reads %s", h.Frame, got)
		}
	}
	for _, s := range v.Streams {
		raw := streamUnder(t, k, s.Bytes, fromHex(t, s.Random))
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != s.SHA256 || s.Sealed != "" && hex.EncodeToString(raw) != s.Sealed {
			t.Errorf("stream of %d bytes is sealed otherwise", s.Bytes)
		}
		if plain, err := r.stream(raw); err != nil || !bytes.Equal(plain, noise(s.Bytes)) {
			t.Errorf("stream of %d bytes reads otherwise, %v", s.Bytes, err)
		}
	}
	for _, n := range v.BlobNames {
		if got := k.BlobName([32]byte(fromHex(t, n.SHA256))); got != n.Name {
			t.Errorf("%s is named %s", n.SHA256, got)
		}
	}
}

func streamUnder(t *testing.T, k *vault.Key, n int, random []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := vault.EncryptUnder(k, &out, random)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(noise(n))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAReaderByTheDocumentationReadsADatabase reads the database of the vectors, the last transactions of which are in
// its WAL, without the package, and then with it.
func TestAReaderByTheDocumentationReadsADatabase(t *testing.T) {
	v, k, r := readVectors(t)
	var raw [2][]byte
	for i, name := range []string{"testdata/vector.db", "testdata/vector.db-wal"} {
		var err error
		if raw[i], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	plain, err := r.database(raw[0], raw[1])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "plain.db")
	if err := os.WriteFile(path, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	check := func(t *testing.T, db *sql.DB) {
		if s := one[string](t, db, "PRAGMA integrity_check"); s != "ok" {
			t.Error(s)
		}
		rows, err := db.Query("SELECT i, s, b FROM t ORDER BY i")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		n := 0
		for ; rows.Next(); n++ {
			var i int
			var s string
			var b []byte
			if err := rows.Scan(&i, &s, &b); err != nil {
				t.Fatal(err)
			}
			if n < len(v.Rows) && (i != v.Rows[n].I || s != v.Rows[n].S || !bytes.Equal(b, noise(v.Rows[n].N))) {
				t.Errorf("row %d reads %d, %s, %d bytes", n, i, s, len(b))
			}
		}
		if n != len(v.Rows) || n == 0 {
			t.Errorf("%d rows, want %d", n, len(v.Rows))
		}
	}
	t.Run("by the documentation", func(t *testing.T) { check(t, db) })
	t.Run("by the package", func(t *testing.T) {
		check(t, open(t, k, image{"": raw[0], "-wal": raw[1]}.lay(t)))
	})
}

// writeVectors makes the vectors; the database gets random nonces.
func writeVectors(t *testing.T) {
	key := make([]byte, vault.KeySize)
	for i := range key {
		key[i] = byte(i)
	}
	k, err := vault.KeyOf(key)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Forget()
	v := map[string]any{"dataKey": hex.EncodeToString(key)}
	subkeys := map[string]string{}
	for _, label := range []string{"pages", "wal-heads", "blobs", "blob-names", "key-file"} {
		subkeys[label] = hex.EncodeToString(reader{key}.subkey(label))
	}
	v["subkeys"] = subkeys
	nonce := bytes.Repeat([]byte{0xa5, 0x01, 0x7e}, 8)
	var pages, heads, streams, names, rows []map[string]any
	for _, p := range []struct {
		kind   byte
		number int64
	}{{'d', 1}, {'d', 300}, {'w', 1}} {
		sealed, err := vault.SealPage(k, plainPage(), p.kind, p.number, nonce)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, map[string]any{"kind": string(p.kind), "number": p.number, "nonce": hex.EncodeToString(nonce), "sealed": hex.EncodeToString(sealed)})
	}
	for frame, n := range []int{32, 24, 24} {
		heads = append(heads, map[string]any{"frame": frame, "plain": hex.EncodeToString(noise(n)), "sealed": hex.EncodeToString(vault.SealHead(k, noise(n), int64(frame)))})
	}
	for _, n := range []int{0, 100, chunk, chunk + 1} {
		raw := streamUnder(t, k, n, nonce[:16])
		sum := sha256.Sum256(raw)
		s := map[string]any{"random": hex.EncodeToString(nonce[:16]), "bytes": n, "sha256": hex.EncodeToString(sum[:])}
		if n < 1000 {
			s["sealed"] = hex.EncodeToString(raw)
		}
		streams = append(streams, s)
	}
	sum := sha256.Sum256(noise(100))
	names = append(names, map[string]any{"sha256": hex.EncodeToString(sum[:]), "name": k.BlobName(sum)})
	path := filepath.Join(t.TempDir(), "x.db")
	db := create(t, k, path)
	run(t, db, "CREATE TABLE t(i INTEGER PRIMARY KEY, s TEXT, b BLOB); CREATE INDEX ts ON t(s)")
	for i := range 12 {
		s := fmt.Sprintf("联审%d", i*i)
		run(t, db, "INSERT INTO t VALUES(?, ?, ?)", i, s, noise(i*700))
		rows = append(rows, map[string]any{"i": i, "s": s, "n": i * 700})
		if i == 6 {
			run(t, db, "PRAGMA wal_checkpoint(truncate)")
		}
	}
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/vector.db"+suffix, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	v["pages"], v["heads"], v["streams"], v["blobNames"], v["rows"] = pages, heads, streams, names, rows
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/vectors.json", append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
