package main

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// compressed compresses what the load balancer would, so that pages load here as they do in the cloud: text, from 1 KiB
// on, for those who accept it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			next.ServeHTTP(w, r)
			return
		}
		c := compressor{ResponseWriter: w}
		next.ServeHTTP(&c, r)
		if c.to != nil {
			c.to.Close() // if the connection is gone, nobody is left to tell
		}
	})
}

// compressor passes a response on, compressed where that is worth it.
type compressor struct {
	http.ResponseWriter
	compress bool
	to       *gzip.Writer
}

func (c *compressor) WriteHeader(status int) {
	h := c.Header()
	size, err := strconv.Atoi(h.Get("Content-Length"))
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch kind {
	case "text/html", "text/css", "text/javascript", "text/plain", "application/javascript", "application/json", "image/svg+xml":
		c.compress = status == http.StatusOK && err == nil && size >= 1024
	}
	if c.compress {
		h.Del("Content-Length")
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *compressor) Write(b []byte) (int, error) {
	if !c.compress {
		return c.ResponseWriter.Write(b)
	}
	if c.to == nil {
		c.to = gzip.NewWriter(c.ResponseWriter)
	}
	return c.to.Write(b)
}
