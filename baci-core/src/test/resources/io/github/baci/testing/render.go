// Renders an ACI with the App Container project's own renderer, for tests.
//
//	render DIRECTORY NAME
//
// takes the images of DIRECTORY (files *.aci, uncompressed) and prints a line for each path of the
// rendered image called NAME: that of a directory ends in a slash, that of a file has its content.
package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/ioutil"
	"os"
	"path/filepath"
	"strings"

	"github.com/appc/spec/pkg/acirenderer"
	"github.com/appc/spec/schema"
	"github.com/appc/spec/schema/types"
)

type image struct {
	archive  []byte
	manifest *schema.ImageManifest
}

type registry map[string]image

func (r registry) ReadStream(key string) (io.ReadCloser, error) {
	return ioutil.NopCloser(bytes.NewReader(r[key].archive)), nil
}

func (r registry) ResolveKey(key string) (string, error) {
	if _, known := r[key]; !known {
		return "", fmt.Errorf("no image %s", key)
	}
	return key, nil
}

func (r registry) HashToKey(h hash.Hash) string {
	return "sha512-" + hex.EncodeToString(h.Sum(nil))
}

func (r registry) GetImageManifest(key string) (*schema.ImageManifest, error) {
	return r[key].manifest, nil
}

func (r registry) GetACI(name types.ACIdentifier, labels types.Labels) (string, error) {
	for key, each := range r {
		if each.manifest.Name == name {
			return key, nil
		}
	}
	return "", fmt.Errorf("no image %s", name)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func entries(archive []byte, visit func(*tar.Header, io.Reader)) {
	reader := tar.NewReader(bytes.NewReader(archive))
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return
		}
		check(err)
		visit(header, reader)
	}
}

func main() {
	images := registry{}
	files, err := filepath.Glob(filepath.Join(os.Args[1], "*.aci"))
	check(err)
	for _, file := range files {
		archive, err := ioutil.ReadFile(file)
		check(err)
		manifest := &schema.ImageManifest{}
		entries(archive, func(header *tar.Header, content io.Reader) {
			if header.Name == "manifest" {
				check(json.NewDecoder(content).Decode(manifest))
			}
		})
		digest := sha512.New()
		digest.Write(archive)
		images[images.HashToKey(digest)] = image{archive, manifest}
	}
	rendered, err := acirenderer.GetRenderedACI(types.ACIdentifier(os.Args[2]), nil, images)
	check(err)
	for _, part := range rendered {
		entries(images[part.Key].archive, func(header *tar.Header, content io.Reader) {
			name := strings.TrimSuffix(header.Name, "/")
			if _, wanted := part.FileMap[name]; !wanted || !strings.HasPrefix(name, "rootfs/") {
				return
			}
			path := strings.TrimPrefix(name, "rootfs/")
			if header.Typeflag == tar.TypeDir {
				fmt.Println(path + "/")
			} else {
				text, err := ioutil.ReadAll(content)
				check(err)
				fmt.Println(path + ": " + string(text))
			}
		})
	}
}
