package notify_test

import (
	"bufio"
	"net"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
	"github.com/cleanslate-edu/cleanslate/shared/mail"
)

// relay listens until the test ends and calls serve for each connection.
func relay(t *testing.T, serve func(net.Conn)) (host string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				c.SetDeadline(time.Now().Add(time.Minute))
				serve(c)
			}()
		}
	}()
	return l.Addr().String()
}

// hangs accepts a connection and never says a word.
func hangs(c net.Conn) { c.Read(make([]byte, 1)) }

// swallows takes a whole message and never says whether it has it.
func swallows(c net.Conn) {
	in := bufio.NewReader(c)
	c.Write([]byte("220 relay\r\n"))
	for {
		line, err := in.ReadString('\n')
		switch {
		case err != nil:
			return
		case line == "DATA\r\n":
			c.Write([]byte("354 go on\r\n"))
			for err == nil && line != ".\r\n" {
				line, err = in.ReadString('\n')
			}
			c.Read(make([]byte, 1))
			return
		}
		c.Write([]byte("250 ok\r\n"))
	}
}

const (
	notice  = "gdpr-33-1 mail"
	allowed = 72 * time.Hour // by its clause
)

// A relay that refuses connections, or accepts them and hangs, gets none of a notice. It is tried again with pauses,
// while the notice's time goes on; it goes out once the relay recovers, or a public notice replaces it in time. It
// never counts as sent meanwhile.
func TestRelayThatTakesNothing(t *testing.T) {
	t.Parallel()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	for name, host := range map[string]string{"refuses": gone.Addr().String(), "hangs": relay(t, hangs)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := breachtest.New(t)
			well := w.Notify.Mail
			to(t, w, host, 100*time.Millisecond)
			i := w.Report(breachtest.Grace, nil)
			w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
			for range 4 {
				w.Advance(15 * time.Minute)
				w.Tick()
			}
			n := w.Notices(breachtest.Grace, i.ID)[notice]
			if n.State != "deferred" || n.Attempts < 3 || n.DoneAt != nil || n.Met || n.Missed {
				t.Errorf("after an hour: %+v", n)
			}
			w.Notify.Mail = well
			w.Wire()
			w.Advance(time.Hour)
			w.Tick()
			if n := w.Notices(breachtest.Grace, i.ID)[notice]; n.State != "sent" || !n.Met || w.MailIDs()["<"+n.ID+"@cleanslate.example>"] != 1 {
				t.Errorf("once the relay is well: %+v", n)
			}

			to(t, w, host, 100*time.Millisecond)
			i = w.Report(breachtest.Grace, func(o object) { o["title"] = "Another bucket was public" })
			w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
			const step = allowed / 12 // so that a tick falls into the last tenth
			for elapsed := time.Duration(0); elapsed <= allowed; elapsed += step {
				if n := w.Notices(breachtest.Grace, i.ID)[notice]; n.State != "deferred" && n.State != "failed" || n.Met {
					t.Errorf("after %v: %+v", elapsed, n)
				}
				w.Advance(step)
				w.Tick()
			}
			// The last tenth of the time was for the public notice.
			all := w.Notices(breachtest.Grace, i.ID)
			n, instead := all[notice], all["gdpr-33-1 public"]
			if n.State != "failed" || n.Met || w.MailIDs()["<"+n.ID+"@cleanslate.example>"] != 0 {
				t.Errorf("when its time is over: %+v", n)
			}
			if instead.State != "published" || !instead.DoneAt.Before(*n.Deadline) {
				t.Errorf("in its place: %+v", instead)
			}
			if kinds, verified := w.Kinds(breachtest.Grace, i.ID); kinds["escalated"] == 0 || kinds["sent"] != 0 || !verified {
				t.Errorf("%v, verified %v", kinds, verified)
			}
		})
	}
}

// A relay took a message and never said so: nobody knows whether it has it. The notice isn't resent automatically and
// doesn't count as sent; its clock runs until a person says what happened.
func TestRelayThatSwallows(t *testing.T) {
	t.Parallel()
	w := breachtest.New(t)
	well := w.Notify.Mail
	to(t, w, relay(t, swallows), 3*time.Second)
	i := w.Report(breachtest.Grace, nil)
	w.Patch(breachtest.Grace, i.ID, object{"state": "notifying"})
	for elapsed := time.Duration(0); elapsed <= allowed; elapsed += 12 * time.Hour {
		if n := w.Notices(breachtest.Grace, i.ID)[notice]; n.State != "unknown" || n.Attempts != 1 || n.Met {
			t.Errorf("after %v: %+v", elapsed, n)
		}
		w.Advance(12 * time.Hour)
		w.Tick()
	}
	n := w.Notices(breachtest.Grace, i.ID)[notice]
	if kinds, _ := w.Kinds(breachtest.Grace, i.ID); !n.Missed || kinds["missed"] == 0 || kinds["sent"] != 0 {
		t.Errorf("when its time is over: %+v; %v", n, kinds)
	}
	w.Notify.Mail = well
	w.Wire()
	w.Tick()
	if all := w.Mails(); len(all) != 0 {
		t.Errorf("sent again by itself: %v", all)
	}
	w.Ask("POST", "/v1/incidents/"+i.ID+"/notices/"+n.ID+"/resolve", breachtest.Call{As: breachtest.Grace, Body: object{"resolution": "not-sent"}}, nil)
	w.Settle()
	n = w.Notices(breachtest.Grace, i.ID)[notice]
	if n.State != "sent" || n.Met || !n.Missed || w.MailIDs()["<"+n.ID+"@cleanslate.example>"] != 1 {
		t.Errorf("sent at last, too late: %+v", n)
	}
}

// to has notify send through another relay, with a timeout.
func to(t *testing.T, w *breachtest.World, host string, timeout time.Duration) {
	t.Helper()
	sender, err := mail.New(mail.Config{
		Host: host, Security: mail.None, From: "privacy@cleanslate.example", FromName: "cleanslate",
		Timeout: timeout, Clock: w.Clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Notify.Mail = sender
	w.Wire()
}
