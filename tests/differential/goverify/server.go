package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"math/big"
	"strings"
)

// Key is the leaf's private key, in numbers: some are of sizes that no library makes.
type Key struct {
	Kind  string `json:"kind"`
	Curve string `json:"curve"`
	N     string `json:"n"`
	E     int    `json:"e"`
	D     string `json:"d"`
}

var strangers = map[elliptic.Curve]*ecdsa.PrivateKey{}

func stranger(curve elliptic.Curve) *ecdsa.PrivateKey {
	if strangers[curve] == nil {
		strangers[curve], _ = ecdsa.GenerateKey(curve, rand.Reader)
	}
	return strangers[curve]
}

// signer makes the server's handshake signature: with the leaf's own key where it is at hand, else with one of its kind that is wrong. Where
// Go has no such kind, P-256, so that the server sends its certificates at all.
func signer(key *Key, leaf *x509.Certificate) crypto.Signer {
	if key == nil {
		return wrongKey(leaf)
	}
	d, _ := new(big.Int).SetString(key.D, 16)
	switch key.Kind {
	case "rsa":
		n, _ := new(big.Int).SetString(key.N, 16)
		return &rsaSigner{rsa.PublicKey{N: n, E: key.E}, d}
	case "ec":
		curve := map[string]elliptic.Curve{"P-224": elliptic.P224(), "P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}[key.Curve]
		private := &ecdsa.PrivateKey{PublicKey: ecdsa.PublicKey{Curve: curve}, D: d}
		private.X, private.Y = curve.ScalarBaseMult(d.Bytes())
		return private
	default:
		return ed25519.NewKeyFromSeed(d.FillBytes(make([]byte, ed25519.SeedSize)))
	}
}

func wrongKey(leaf *x509.Certificate) crypto.Signer {
	if leaf != nil {
		switch key := leaf.PublicKey.(type) {
		case *ecdsa.PublicKey:
			return stranger(key.Curve)
		case *rsa.PublicKey:
			return &rsaSigner{*key, big.NewInt(1)}
		case ed25519.PublicKey:
			return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
		}
	}
	return stranger(elliptic.P256())
}

// onlyWrongKey: the client found nothing but that the signature is not the leaf's, which a server with the right key would not have met.
func onlyWrongKey(err error) bool {
	said := err.Error()
	for _, end := range []string{"crypto/rsa: verification error", "ECDSA verification failure", "Ed25519 verification failure", "illegal parameter", "but got *mldsa.PublicKey"} {
		if strings.HasSuffix(said, end) {
			return true
		}
	}
	return strings.Contains(said, "expected an ECDSA public key") || strings.Contains(said, "certificate used with invalid signature algorithm")
}

// canSign: whether any server can make a handshake signature with the leaf's key. Where none can, it ends the handshake itself.
func canSign(leaf *x509.Certificate, unparsed string) bool {
	if leaf == nil {
		for _, unusable := range []string{"elliptic curve", "DSA p", "P224", "ecdsa: "} {
			if strings.Contains(unparsed, unusable) {
				return false
			}
		}
		return true
	}
	switch key := leaf.PublicKey.(type) {
	case *ecdsa.PublicKey:
		return key.Curve != elliptic.P224()
	case *rsa.PublicKey, ed25519.PublicKey:
		return true
	default:
		// ML-DSA, whose type older versions do not have.
		return strings.HasPrefix(leaf.PublicKeyAlgorithm.String(), "ML-DSA")
	}
}

func shakeHands(client *tls.Config, asked *Case, leaf *x509.Certificate) error {
	server := &tls.Config{
		Certificates:           []tls.Certificate{{Certificate: asked.Chain, PrivateKey: signer(asked.Key, leaf)}},
		SessionTicketsDisabled: true,
	}
	if leaf != nil {
		if key, ok := leaf.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < shortestPSS {
			// Only TLS 1.2 has signatures for so short a key, and a server with one speaks no other.
			server.MaxVersion = tls.VersionTLS12
		}
	}
	here, there := pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		// A server's mistake is told to the client by an alert, which is what counts here.
		_ = tls.Server(there, server).Handshake()
		_, _ = io.Copy(io.Discard, there)
		_ = there.Close()
	}()
	err := tls.Client(here, client).Handshake()
	_ = here.Close()
	<-done
	return err
}

// rsaSigner signs with keys of any size. The library's own refuses some of them, and would so hide what its client says.
type rsaSigner struct {
	public rsa.PublicKey
	d      *big.Int
}

func (s *rsaSigner) Public() crypto.PublicKey { return &s.public }

// shortestPSS: bits of the shortest key that can sign by RSASSA-PSS with SHA-256 (RFC 8017 9.1.1).
const shortestPSS = 522

// sha256Info is what PKCS #1 v1.5 puts before a hash by SHA-256 (RFC 8017 9.2).
var sha256Info = []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}

// signPKCS1 is for keys that are too short for RSASSA-PSS.
func (s *rsaSigner) signPKCS1(digest []byte) ([]byte, error) {
	info := append(append([]byte{}, sha256Info...), digest...)
	room := s.public.Size() - len(info) - 3
	if room < 8 || len(digest) != sha256.Size {
		return nil, rsa.ErrMessageTooLong
	}
	encoded := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, room)...)
	encoded = append(append(encoded, 0), info...)
	signed := new(big.Int).Exp(new(big.Int).SetBytes(encoded), s.d, s.public.N)
	return signed.FillBytes(make([]byte, s.public.Size())), nil
}

// Sign is PKCS #1 v1.5 where that is asked for, else RSASSA-PSS; with SHA-256, a salt as long as the hash (RFC 8017 9.1.1). Other hashes are no matter of a test: the client takes the
// first that both have.
func (s *rsaSigner) Sign(_ io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	if _, isPSS := options.(*rsa.PSSOptions); !isPSS {
		return s.signPKCS1(digest)
	}
	hash := options.HashFunc()
	bits := s.public.N.BitLen() - 1
	length := (bits + 7) / 8
	salt := bytes.Repeat([]byte{7}, hash.Size())
	h := hash.New()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(salt)
	sum := h.Sum(nil)
	if length < 2*hash.Size()+2 {
		return nil, rsa.ErrMessageTooLong
	}
	db := make([]byte, length-len(sum)-1)
	db[len(db)-len(salt)-1] = 1
	copy(db[len(db)-len(salt):], salt)
	for i, mask := range mgf1(hash, sum, len(db)) {
		db[i] ^= mask
	}
	db[0] &= 0xff >> (8*length - bits)
	encoded := append(append(db, sum...), 0xbc)
	signed := new(big.Int).Exp(new(big.Int).SetBytes(encoded), s.d, s.public.N)
	return signed.FillBytes(make([]byte, s.public.Size())), nil
}

func mgf1(hash crypto.Hash, seed []byte, length int) []byte {
	var mask []byte
	for i := uint32(0); len(mask) < length; i++ {
		h := hash.New()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, i))
		mask = h.Sum(mask)
	}
	return mask[:length]
}

// The hashes that handshake signatures are made with must be linked in.
var _ = sha256.New
