// Package publish sends messages over Pub/Sub.
//
// retention, teacher, rights, incident and breach call it; join and answer must
// not link it. What is sent is encoded by package events, which decides what a
// message may hold.
package publish

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"google.golang.org/api/option"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// timeout bounds one Send.
const timeout = 30 * time.Second

// A Client publishes to a project's topics. It is safe for concurrent use.
type Client struct {
	client *pubsub.Client

	mu     sync.Mutex
	topics map[string]*pubsub.Publisher
}

// Dial connects to Pub/Sub, or to the emulator that PUBSUB_EMULATOR_HOST names.
func Dial(ctx context.Context, project string) (*Client, error) {
	// The Google client would log payloads if somebody set
	// GOOGLE_SDK_GO_LOGGING_LEVEL.
	c, err := pubsub.NewClient(ctx, project, option.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, fmt.Errorf("connecting to Pub/Sub: %w", err)
	}
	return &Client{client: c, topics: make(map[string]*pubsub.Publisher)}, nil
}

// Close sends what is pending and closes the connection.
func (c *Client) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.topics {
		t.Stop()
	}
	return c.client.Close()
}

// Send publishes messages to one topic and returns when Pub/Sub has them all. After an
// error some may have been published: handlers must tolerate duplicates.
func (c *Client) Send(ctx context.Context, topic string, messages ...[]byte) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	t := c.topic(topic)
	results := make([]*pubsub.PublishResult, len(messages))
	for i, m := range messages {
		results[i] = t.Publish(ctx, &pubsub.Message{Data: m})
	}
	for _, r := range results {
		if _, err := r.Get(ctx); err != nil {
			return fmt.Errorf("publishing to %s: %w", topic, domain.ErrUnavailable)
		}
	}
	return nil
}

func (c *Client) topic(name string) *pubsub.Publisher {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.topics[name]
	if t == nil {
		t = c.client.Publisher(name)
		c.topics[name] = t
	}
	return t
}
