import io.github.baci.testing.*

// The base and what it depends on, and keys: the right one and another.
def bases = new File(basedir, 'bases')
bases.mkdirs()
def key = SigningKey.create()
key.writePublic(new File(basedir, 'keys.asc').toPath())
SigningKey.create().writePublic(new File(basedir, 'other.asc').toPath())

def files = new SampleAci('example.com/files').file('etc/motd', 'base').file('etc/hosts', 'base').file('tmp/x', '')
key.sign(files.write(new File(bases, 'files.aci').toPath()))

def runtime = new SampleAci('example.com/runtime').file('bin/serve', '#!/bin/sh')
runtime.dependsOn('example.com/files', files.imageId(), 0)
runtime.whitelist('/bin', '/bin/serve', '/etc', '/etc/motd', '/etc/hosts')
def app = runtime.manifest().putObject('app')
app.put('user', '100').put('group', '100')
app.putArray('exec').add('/bin/serve')
app.putArray('ports').addObject().put('name', 'web').put('port', 8080).put('protocol', 'tcp')
app.putArray('isolators').addObject().put('name', 'resource/memory').putObject('value').put('limit', '1G')
key.sign(runtime.write(new File(bases, 'runtime.aci').toPath()))
return true
