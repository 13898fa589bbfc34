import io.github.baci.testing.*

def registry = LoopbackRegistry.startWithPassword()
Runtime.runtime.addShutdownHook(new Thread({ registry.close() }))
context.put('registry', registry)
def login = new File(basedir, 'login')
login.mkdirs()
def auth = "${LoopbackRegistry.USER}:${LoopbackRegistry.PASSWORD}".bytes.encodeBase64()
new File(login, 'config.json').text = """{"auths": {"${registry.host()}": {"auth": "$auth"}}}"""
new File(basedir, 'test.properties').text = """baci.formats=oci
baci.push.to=${registry.host()}/shop/app:1.0,${registry.host()}/shop/app:latest
"""
return true
