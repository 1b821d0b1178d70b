import { create } from 'zustand'
import { createTurns } from '../../../src-shared/kernel/in-turn.ts'
import type { OutputChoice, OutputDevice } from '../../../src-shared/settings/output-choice.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { sendSilence } from '../silence.ts'
import { onOutputLost, transport } from '../transport.ts'
import { SYSTEM_SINK } from './audio-context-sink.ts'
import { type OutputRoute, outputsAmong, routeOf, wordsOfRoute } from './output-route.ts'

/** `isKnown`: the system has been asked for its outputs */
export type SoundOutput = { readonly isKnown: boolean; readonly outputs: readonly OutputDevice[]; readonly route: OutputRoute | undefined }
export const useSoundOutput = create<SoundOutput>()(() => ({ isKnown: false, outputs: [], route: undefined }))

/** Sound servers of Linux tell nobody when a Bluetooth or network output comes or goes; asking takes about 1 ms */
const LOOK_MILLISECONDS = 2_000
/**
 * Chromium keeps the stream to an output for 5 s after its last use. That of an output which went away leads to another one by then (sound servers
 * move it), and would be used again for the output that is back.
 */
const REST_MILLISECONDS = 7_000
/** just plugged in again, an output is listed before Chromium lets it be used: it is asked again, and told of when it is still refused then */
const TOLD_TRY = 4
const LAST_TRY = 15
/** an output that is lost so often within a look or two will not play */
const MOST_LOSSES = 4
const LOSSES_MILLISECONDS = 5_000

let choice: OutputChoice = 'system'
let refused: { readonly id: string; readonly tries: number } | undefined
let lost: { readonly id: string; readonly at: number } | undefined
let losses: readonly number[] = []
let timer: ReturnType<typeof setInterval> | undefined
const inTurn = createTurns()

const refuse = (device: OutputDevice): void => {
  refused = { id: device.id, tries: refused?.id === device.id ? refused.tries + 1 : 1 }
  if (refused.tries !== TOLD_TRY) return
  notifyFailure({ code: 'playback.output-refused', message: `“${device.name}” does not take the sound. It goes through the system’s output instead.` })
}

/** Asks which outputs are there and sends the sound where it belongs now. */
const look = (): Promise<void> =>
  inTurn(async () => {
    const outputs = outputsAmong(await navigator.mediaDevices.enumerateDevices())
    const { outputs: known, route: before } = useSoundOutput.getState()
    if (!outputs.some(({ id }) => id === refused?.id)) refused = undefined
    if (before?.state === 'chosen' && !outputs.some(({ id }) => id === before.sinkId)) lost = { id: before.sinkId, at: performance.now() }
    if (lost && performance.now() - lost.at > REST_MILLISECONDS) lost = undefined
    const wanted = choice
    const ready = outputs.filter(({ id }) => id !== lost?.id)
    let route = routeOf(wanted, ready, refused && refused.tries >= LAST_TRY ? refused.id : undefined)
    if (route.sinkId !== before?.sinkId && !(await transport.setOutput(route.sinkId))) {
      const device = outputs.find(({ id }) => id === route.sinkId)
      if (device) refuse(device)
      route = routeOf(wanted, ready, route.sinkId)
      await transport.setOutput(route.sinkId)
    } else if (route.state === 'chosen') refused = undefined
    sendSilence(route.sinkId)
    const isSame = JSON.stringify(outputs) === JSON.stringify(known)
    useSoundOutput.setState({ isKnown: true, outputs: isSame ? known : outputs, route })
    const words = wordsOfRoute(before, route, wanted)
    if (words !== undefined) notify(words)
  })

/** {@link look} for whoever does not wait: where the system cannot be asked, the sound stays where it is. */
export const lookForOutputs = (): void => void look().catch(() => undefined)

/** The output stopped under what plays: it goes on through whatever is there, unless nothing is. */
const goOn = async (): Promise<void> => {
  const now = performance.now()
  losses = [...losses.filter((at) => now - at < LOSSES_MILLISECONDS), now]
  if (losses.length >= MOST_LOSSES) {
    losses = []
    transport.loseOutput()
    return
  }
  await look().catch(() => undefined)
  if (!(await transport.setOutput(useSoundOutput.getState().route?.sinkId ?? SYSTEM_SINK))) transport.loseOutput()
}

/** Sends all sound to the choice, now and whenever it comes back; in its absence to the system's output. */
export const chooseOutput = (next: OutputChoice): Promise<void> => {
  choice = next
  refused = undefined
  clearInterval(timer)
  timer = next === 'system' ? undefined : setInterval(lookForOutputs, LOOK_MILLISECONDS)
  return look().catch(() => undefined)
}

/** Keeps watch over the outputs from now on. */
export const connectSoundOutput = (): void => {
  navigator.mediaDevices.addEventListener('devicechange', lookForOutputs)
  window.addEventListener('focus', lookForOutputs)
  onOutputLost(() => void goOn())
}
