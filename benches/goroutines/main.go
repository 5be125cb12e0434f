// The minimal program in Go: crypto/tls, one shared configuration, a hundred goroutines.
// It proves chain and address of every endpoint of a list, and says nothing.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"log"
	"os"
	"sync"
)

const inFlight = 100

func main() {
	roots := x509.NewCertPool()
	pem, err := os.ReadFile(os.Args[2])
	if err != nil || !roots.AppendCertsFromPEM(pem) {
		log.Fatal("no roots: ", err)
	}
	list, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	addresses := make(chan string)
	var running sync.WaitGroup
	for n := 0; n < inFlight; n++ {
		running.Add(1)
		go func() {
			defer running.Done()
			for address := range addresses {
				conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots})
				if err != nil {
					log.Fatal(err)
				}
				conn.Close()
			}
		}()
	}
	for lines := bufio.NewScanner(list); lines.Scan(); {
		addresses <- lines.Text()
	}
	close(addresses)
	running.Wait()
}
