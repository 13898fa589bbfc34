def elements = { File page ->
  page.text.readLines().findAll { it.startsWith('<meta name="ac-') }
}
assert elements(new File(basedir, 'target/baci/ac-discovery.html')) == [
  '<meta name="ac-discovery" content="example.org/shop/web https://repo.example.org/releases/org/example/shop/web-image/{version}/web-image-{version}.{ext}">',
  '<meta name="ac-discovery-pubkeys" content="example.org https://example.org/keys/releases.asc">',
]
assert elements(new File(basedir, 'target/all.html')) == [
  '<meta name="ac-discovery" content="example.org/shop/web http://mirror.example.org/maven/org/example/shop/web-image/{version}/web-image-{version}.{ext}">',
  '<meta name="ac-discovery" content="example.org/db http://mirror.example.org/maven/org/example/db/db/{version}/db-{version}-{os}-{arch}.{ext}">',
  '<meta name="ac-discovery-pubkeys" content="example.org https://example.org/keys/releases.asc">',
]

def log = new File(basedir, 'build.log').text
assert log.contains("the image example.org/shop/web has version stable, but the project 2.1")
assert log.contains("'file:///srv/releases/org/example/shop/web-image/{version}/web-image-{version}.{ext}' cannot stand on a discovery page")
assert !log.contains('\tat io.github.baci')
return true
