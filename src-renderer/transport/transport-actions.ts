import { defineActions } from '../actions/index.ts'

export const transportActions = defineActions('everywhere', 'Playback', {
  toggle: { title: 'Play or pause', keys: ['Space'] },
  back: { title: 'Back 5 seconds', keys: ['Comma', 'Alt+ArrowLeft'], isKeyOnly: true },
  forward: { title: 'Forward 5 seconds', keys: ['Period', 'Alt+ArrowRight'], isKeyOnly: true },
  start: { title: 'Go to the start', keys: ['Home'] },
  next: { title: 'Next song', keys: ['$mod+ArrowRight'] },
  previous: { title: 'Previous song', keys: ['$mod+ArrowLeft'] },
  loopOff: { title: 'Loop the whole song, or stop looping', keys: ['$mod+l'] },
  meters: { title: 'Meters: loudness, peaks, spectrum', keys: ['Shift+m'] },
  compare: { title: 'Switch between A and B', keys: ['b'] },
  louder: { title: 'Louder', keys: ['$mod+ArrowUp'], isKeyOnly: true },
  quieter: { title: 'Quieter', keys: ['$mod+ArrowDown'], isKeyOnly: true },
  mute: { title: 'Mute or unmute', keys: ['m'] },
})
