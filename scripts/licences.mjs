/** The licence gate: everything that ships is permissive or considered, and THIRD-PARTY.md says so. `--write` renews that page. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { thirdPartyPage } from './licences/notices.mjs'
import { objection } from './licences/policy.mjs'
import { shippedFolders, shippedVersions } from './licences/shipped-packages.mjs'
import { root } from './setup/folders.mjs'
import { main, SetupError, say } from './setup/say.mjs'

/** license-checker reads licence fields and files; which packages ship is decided by us. */
const readLicences = () =>
  new Promise((resolve, reject) => {
    const checker = createRequire(import.meta.url)('license-checker-rseidelsohn')
    checker.init({ start: root, customFormat: { name: '', version: '', licenseText: '' } }, (cause, found) => (cause ? reject(cause) : resolve(found)))
  })

const read = (entry) => ({
  folder: entry.path,
  name: entry.name,
  version: entry.version,
  licence: String(entry.licenses),
  repository: entry.repository ?? '',
  text: /^licen[cs]e|^copying|^notice/i.test(entry.licenseFile?.split(/[/\\]/).at(-1) ?? '') ? entry.licenseText.trim().replaceAll('\r\n', '\n') : '',
})

await main(async () => {
  // one version of a package may be installed in several folders; the checker tells of it once
  const installed = shippedVersions(shippedFolders(root))
  const known = new Map(Object.values(await readLicences()).map((entry) => [`${entry.name}@${entry.version}`, entry]))
  const unread = [...installed.keys()].filter((key) => !known.has(key))
  const shipped = [...installed]
    .flatMap(([key, folder]) => (known.has(key) ? [read({ ...known.get(key), path: folder })] : []))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version.localeCompare(b.version)))
  const objections = shipped.map(objection).filter(Boolean)
  if (unread.length > 0)
    objections.push(`The licence checker did not read ${unread.slice(0, 5).join(', ')}${unread.length > 5 ? ` and ${unread.length - 5} more` : ''}.`)
  if (objections.length > 0) throw new SetupError(`These packages may not ship:\n- ${objections.join('\n- ')}`)

  // Prebuilt parts for one platform carry their parent's licence; listing them would make the page differ from machine to machine.
  const listed = shipped.filter(({ folder }) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).os)
  const page = thirdPartyPage(listed)
  const path = join(root, 'THIRD-PARTY.md')
  if (process.argv.includes('--write')) writeFileSync(path, page)
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== page) throw new SetupError('THIRD-PARTY.md is out of date. Run: npm run licences -- --write')
  say(`${shipped.length} shipped packages, every licence considered; THIRD-PARTY.md is up to date.`)
  return 0
})
