package java

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// Product is one of Google's emulators: its names and where to find it.
type Product struct {
	Name      string // for people: "Firestore emulator"
	HostEnv   string // the variable that Google's clients read: FIRESTORE_EMULATOR_HOST
	JAREnv    string // the variable that names a jar to use: FIRESTORE_EMULATOR_JAR
	Component string // the Cloud SDK's name for it: cloud-firestore-emulator
	Main      string // the class to run
	SDK       string // the jar below a Cloud SDK's root, a pattern for fs.Glob
	Firebase  string // the jar below firebase-tools' cache, a pattern for fs.Glob
	Release   Release
}

// places are where a jar may be, best first.
type places struct {
	sdks     []string // roots of Cloud SDKs
	firebase string   // firebase-tools' cache
	cache    string   // our own
}

func machine() (places, error) {
	var p places
	if root := os.Getenv("CLOUDSDK_ROOT"); root != "" {
		p.sdks = append(p.sdks, root)
	}
	if gcloud, err := exec.LookPath("gcloud"); err == nil {
		if gcloud, err = filepath.EvalSymlinks(gcloud); err == nil {
			p.sdks = append(p.sdks, filepath.Dir(filepath.Dir(gcloud)))
		}
	}
	p.sdks = append(p.sdks, "/usr/lib/google-cloud-sdk")
	if home, err := os.UserHomeDir(); err == nil {
		p.sdks = append(p.sdks, filepath.Join(home, "google-cloud-sdk"))
		p.firebase = filepath.Join(home, ".cache", "firebase", "emulators")
	}
	if dir := os.Getenv("FIREBASE_EMULATORS_PATH"); dir != "" {
		p.firebase = dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return places{}, fmt.Errorf("finding the user's cache: %w", err)
	}
	p.cache = filepath.Join(cache, "cleanslate", "emulators")
	return p, nil
}

// locate returns a jar that vm can run: the one JAREnv names, else the first found, else a download. A jar that needs a
// newer Java is skipped with a line on progress, because the download runs on every Java that Find accepts.
func (p Product) locate(ctx context.Context, vm VM, at places, progress io.Writer) (string, error) {
	if jar := os.Getenv(p.JAREnv); jar != "" {
		if err := p.check(jar, vm); err != nil {
			return "", fmt.Errorf("%s: %w: correct the variable or unset it", p.JAREnv, err)
		}
		return jar, nil
	}
	var found []string
	for _, root := range at.sdks {
		found = append(found, newestFirst(root, p.SDK)...)
	}
	if at.firebase != "" {
		found = append(found, newestFirst(at.firebase, p.Firebase)...)
	}
	found = append(found, filepath.Join(at.cache, p.Release.jar()))
	for _, jar := range found {
		err := p.check(jar, vm)
		if err == nil {
			return jar, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			fmt.Fprintf(progress, "%s: skipping %v\n", p.Name, err)
		}
	}
	intact := func(jar string) error {
		_, err := needs(jar, p.Main)
		return err
	}
	jar, err := newDownloader(p.Name, progress).fetch(ctx, p.Release, at.cache, intact)
	if err == nil {
		err = p.check(jar, vm)
	}
	if ctx.Err() != nil {
		return "", err
	}
	if err != nil {
		return "", fmt.Errorf("%w\nTo go on without the download, install the emulator with "+
			"`gcloud components install %s`, or name its jar in %s", err, p.Component, p.JAREnv)
	}
	return jar, nil
}

// check reports whether vm can run the emulator in jar.
func (p Product) check(jar string, vm VM) error {
	release, err := needs(jar, p.Main)
	if err != nil {
		return err
	}
	if release > vm.Release {
		return fmt.Errorf("%s: it needs Java %d, and %s is Java %d", jar, release, vm.Path, vm.Release)
	}
	return nil
}

// newestFirst returns what matches pattern below root, newest version first.
func newestFirst(root, pattern string) []string {
	paths, err := fs.Glob(os.DirFS(root), pattern)
	if err != nil {
		return nil
	}
	for i, path := range paths {
		paths[i] = filepath.Join(root, path)
	}
	slices.SortStableFunc(paths, func(a, b string) int { return slices.Compare(version(b), version(a)) })
	return paths
}

var (
	dotted = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)
	number = regexp.MustCompile(`[0-9]+`)
)

// version returns the numbers of the last dotted version in path.
func version(path string) []int {
	all := dotted.FindAllString(path, -1)
	if all == nil {
		return nil
	}
	var v []int
	for _, s := range number.FindAllString(all[len(all)-1], -1) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil
		}
		v = append(v, n)
	}
	return v
}
