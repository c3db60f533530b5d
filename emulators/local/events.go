package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/lazy"
)

// The functions framework serves the event functions, and its registry belongs to the process: one function is
// registered, which passes each event on to the subscriber of its topic.

// frameworkTarget is that function's name.
const frameworkTarget = "Local"

// subscribers are the handlers of CloudEvents' data, by topic.
var subscribers atomic.Pointer[map[string]func(context.Context, []byte) error]

func init() {
	functions.CloudEvent(frameworkTarget, func(ctx context.Context, e cloudevents.Event) error {
		topic := e.Source()[strings.LastIndexByte(e.Source(), '/')+1:]
		if handle := (*subscribers.Load())[topic]; handle != nil {
			return handle(ctx, e.Data())
		}
		return errors.New("no subscriber for the topic")
	})
}

// startEvents serves the handlers of topics on a loopback port, and makes Pub/Sub push to it.
func (s *stack) startEvents(ctx context.Context, c *pubsub.Client, handlers map[string]events.Handler) error {
	guarded := make(map[string]func(context.Context, []byte) error)
	for topic, h := range handlers {
		guarded[topic] = s.tracer.Delivery(topic, events.Guard(topic, func(context.Context, *lazy.Opened) (events.Handler, error) { return h, nil }))
	}
	subscribers.Store(&guarded)
	addr, err := serveFramework(ctx, s.failed)
	if err != nil {
		return err
	}
	for topic := range handlers {
		if err := subscribe(ctx, c, topic, "http://"+addr); err != nil {
			return fmt.Errorf("subscribing to %s: %w", topic, err)
		}
	}
	return nil
}

// serveFramework serves the registered function on a loopback port that the kernel chooses and returns its address. The
// framework can't be stopped: it ends with the process.
func serveFramework(ctx context.Context, failed chan<- error) (addr string, err error) {
	// Without a target the framework prints what it serves, and serves exact
	// paths only.
	os.Setenv("FUNCTION_TARGET", frameworkTarget)
	defer os.Unsetenv("FUNCTION_TARGET")
	before := listening()
	go func() { failed <- funcframework.StartHostPort("127.0.0.1", "0") }()
	for {
		for port := range listening() {
			if !before[port] {
				return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), nil
			}
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// listening returns the ports that this process listens on. It finds the framework's socket, which the framework
// doesn't expose; a port chosen in advance could be taken by another process by then.
func listening() map[int]bool {
	ports := make(map[int]bool)
	for fd := range 256 {
		if on, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_ACCEPTCONN); err != nil || on == 0 {
			continue
		}
		if a, err := syscall.Getsockname(fd); err == nil {
			if a, ok := a.(*syscall.SockaddrInet4); ok {
				ports[a.Port] = true
			}
		}
	}
	return ports
}

// subscribe makes Pub/Sub push a topic to the framework's address, as Terraform does in the cloud: with retries, and
// dead-lettering after five attempts.
func subscribe(ctx context.Context, c *pubsub.Client, topic, url string) error {
	prefix := "projects/" + project
	push := &pubsubpb.PushConfig{PushEndpoint: url + "/" + prefix + "/topics/" + topic}
	sub := &pubsubpb.Subscription{
		Name:               prefix + "/subscriptions/" + topic,
		Topic:              prefix + "/topics/" + topic,
		PushConfig:         push,
		AckDeadlineSeconds: 600,
		RetryPolicy:        &pubsubpb.RetryPolicy{MinimumBackoff: durationpb.New(time.Second), MaximumBackoff: durationpb.New(10 * time.Second)},
		DeadLetterPolicy:   &pubsubpb.DeadLetterPolicy{DeadLetterTopic: prefix + "/topics/" + events.DeadLetter, MaxDeliveryAttempts: 5},
	}
	_, err := c.SubscriptionAdminClient.CreateSubscription(ctx, sub)
	if status.Code(err) == codes.AlreadyExists {
		// From an earlier process, on a port that nobody serves any more.
		_, err = c.SubscriptionAdminClient.UpdateSubscription(ctx, &pubsubpb.UpdateSubscriptionRequest{
			Subscription: sub, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"push_config"}},
		})
	}
	return err
}
