import { defineActions } from '../actions/index.ts'

export const transportActions = defineActions('everywhere', 'Playback', {
  toggle: { title: 'Play or pause', keys: ['Space'] },
  shuttleBack: { title: 'Shuttle back, faster each time', keys: ['j'], isKeyOnly: true },
  shuttleStop: { title: 'Stop the shuttle; held, the shuttle creeps', keys: ['k'], isKeyOnly: true },
  shuttleOn: { title: 'Shuttle on, faster each time', keys: ['l'], isKeyOnly: true },
  mediaToggle: { title: 'Play or pause, by media key', keys: ['MediaPlayPause'], whileTyping: true, isKeyOnly: true },
  mediaStop: { title: 'Stop, by media key', keys: ['MediaStop'], whileTyping: true, isKeyOnly: true },
  mediaNext: { title: 'Next song, by media key', keys: ['MediaTrackNext'], whileTyping: true, isKeyOnly: true },
  mediaPrevious: { title: 'Previous song, by media key', keys: ['MediaTrackPrevious'], whileTyping: true, isKeyOnly: true },
  back: { title: 'Back 5 seconds', keys: ['Comma', 'Alt+ArrowLeft'], isKeyOnly: true },
  forward: { title: 'Forward 5 seconds', keys: ['Period', 'Alt+ArrowRight'], isKeyOnly: true },
  start: { title: 'Go to the start', keys: ['Home'] },
  next: { title: 'Next song', keys: ['$mod+ArrowRight'] },
  previous: { title: 'Previous song', keys: ['$mod+ArrowLeft'] },
  loopOff: { title: 'Loop the whole song, or stop looping', keys: ['$mod+l'] },
  meters: { title: 'Meters: loudness, peaks, spectrum', keys: ['Shift+m'] },
  compare: { title: 'Switch between A and B', keys: ['b'], needs: 'Choose two things to compare first' },
  louder: { title: 'Louder', keys: ['$mod+ArrowUp'], isKeyOnly: true },
  quieter: { title: 'Quieter', keys: ['$mod+ArrowDown'], isKeyOnly: true },
  mute: { title: 'Mute or unmute', keys: ['m'] },
})
