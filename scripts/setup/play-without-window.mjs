import { runSegno } from './command-line.mjs'
import { root } from './folders.mjs'
import { launchArguments } from './launch-arguments.mjs'
import { SetupError, say } from './say.mjs'

const PROMPT = 'rainy night lo-fi, soft piano and upright bass, 82 bpm'

/** One command of `segno` as JSON. */
const ask = async (words) => {
  const { code, text } = await runSegno([...words, '--json'], { stdout: 'collect', stdin: 'ignore' })
  let answer
  try {
    answer = JSON.parse(text)
  } catch {
    throw new SetupError(`segno ${words[0]} ended with code ${code} and no answer.`)
  }
  if (code !== 0) throw new SetupError(answer.error?.message ?? `segno ${words[0]} failed.`)
  return answer
}

/** Bars 5 to 8 of a plan, in seconds. */
export const barsFiveToEight = ({ tempoBpm, timeSignature }) => {
  const barSeconds = (60 / tempoBpm) * timeSignature.beats * (4 / timeSignature.unit)
  return { from: 4 * barSeconds, to: 8 * barSeconds }
}

/**
 * No display: do the main job anyway, say what it made, and how to see the window.
 *
 * @param windowReady  set-up of everything that a window would need. Its failure does not stop the music.
 */
export const playWithoutWindow = async (windowReady) => {
  const electron = await windowReady.catch((cause) => {
    if (!(cause instanceof SetupError)) throw cause
    say(`${cause.message}\n`)
    return undefined
  })
  say('There is no display here, so the studio works without its window.')
  say(`\nsegno generate --prompt "${PROMPT}" --seconds 40 --seed 7`)
  const { tracks } = await ask(['generate', '--prompt', PROMPT, '--seconds', '40', '--seed', '7', '--variations', '1'])
  const [track] = tracks
  say(`  ${track.path}`)
  say(
    `  ${track.seconds.toFixed(1)} s, ${track.loudness.integratedLufs.toFixed(1)} LUFS, ${track.loudness.truePeakDbtp.toFixed(1)} dBTP, sha-256 ${track.sha256.slice(0, 12)}…`,
  )
  const { from, to } = barsFiveToEight(track.plan)
  say(`\nsegno regenerate ${track.trackId} --from ${from.toFixed(2)} --to ${to.toFixed(2)}   (bars 5 to 8)`)
  const take = await ask(['regenerate', track.trackId, '--from', String(from), '--to', String(to), '--seed', '8'])
  say(`  ${take.path}`)
  say(`  outside the bars ${take.outsideIdentical ? 'every sample is the same' : 'SOMETHING CHANGED'}; ${take.strategy}: ${take.reason}`)
  const howTo = '\nTo open the window, start "npm run studio" on a desktop'
  if (!electron) {
    say(`${howTo}.`)
    return take.outsideIdentical ? 0 : 1
  }
  const command = ['xvfb-run -a -s "-screen 0 1440x900x24"', electron.executable, ...launchArguments(root)].join(' ')
  say(`${howTo}, or give it a virtual one:\n  ${command}`)
  return take.outsideIdentical ? 0 : 1
}
