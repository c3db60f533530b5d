package main

import (
	"context"
	"log/slog"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// schedules are the topics that Cloud Scheduler publishes to, and how often.
var schedules = map[string]time.Duration{
	"retention-tick": time.Hour,
	"breach-tick":    15 * time.Minute,
}

// topics are all topics of the product.
var topics = []string{"retention-tick", "retention-plan", "retention-work", "breach-work", "breach-tick", "notify-mail", "identity-work", "find-work", "export-work", "dead-letter"}

// createTopics creates the topics that don't exist yet.
func createTopics(ctx context.Context, c *pubsub.Client, project string) error {
	for _, t := range topics {
		_, err := c.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: "projects/" + project + "/topics/" + t})
		if err != nil && status.Code(err) != codes.AlreadyExists {
			return err
		}
	}
	return nil
}

// A scheduler publishes to scheduled topics when they are due by the movable
// clock. A jump over many intervals publishes once.
type scheduler struct {
	clock  *clock
	client *pubsub.Client
}

func (s *scheduler) run(ctx context.Context) {
	last := s.clock.now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := s.clock.now()
		for topic, every := range schedules {
			if !now.Truncate(every).Equal(last.Truncate(every)) {
				if _, err := s.publish(ctx, topic); err != nil && ctx.Err() == nil {
					slog.Warn("publishing to a scheduled topic failed", "topic", topic, "error", err)
				}
			}
		}
		last = now
	}
}

// publish sends an empty message, as Cloud Scheduler does, and returns its id.
func (s *scheduler) publish(ctx context.Context, topic string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	p := s.client.Publisher(topic)
	defer p.Stop()
	// Pub/Sub accepts no message without data or attributes.
	return p.Publish(ctx, &pubsub.Message{Attributes: map[string]string{"scheduled": topic}}).Get(ctx)
}
