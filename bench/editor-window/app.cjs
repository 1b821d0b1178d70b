/** The smallest window that shows the bench page over a secure origin. */
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { app, BrowserWindow, net, protocol } = require('electron')

protocol.registerSchemesAsPrivileged([{ scheme: 'bench', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
app.whenReady().then(() => {
  protocol.handle('bench', (request) => net.fetch(pathToFileURL(join(process.env.SEGNO_BENCH_PAGE, new URL(request.url).pathname)).href))
  const window = new BrowserWindow({ width: 1440, height: 900, useContentSize: true, webPreferences: { sandbox: true, backgroundThrottling: false } })
  window.loadURL(`bench://page/index.html?${process.env.SEGNO_BENCH_SONG}`)
})
