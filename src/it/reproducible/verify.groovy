import io.github.baci.testing.*

def file = new File(basedir, 'target/reproducible-1.0.aci')
assert file.bytes == new File(basedir, '../reproducible-later/target/reproducible-1.0.aci').bytes
def aci = AciContents.of(file.toPath())
assert aci.entries().keySet().containsAll(['rootfs/content/sub/two', 'rootfs/made/note'])
aci.entries().each { name, entry ->
  // The manifest and the root, which no instruction makes, have no time of their own.
  def time = name in ['manifest', 'rootfs'] ? '1970-01-01T00:00:00Z' : '2026-01-31T12:00:00Z'
  assert entry.mtime() == time : name
}
return true
