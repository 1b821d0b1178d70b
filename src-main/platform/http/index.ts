export { type Download, type DownloadContext, type Downloaded, type DownloadTiming, downloadFile } from './download-file.ts'
export { sealed, troubleOfConnection, troubleOfStatus } from './network-failures.ts'
export { createWeb, type Web, type WebRoute } from './web.ts'
