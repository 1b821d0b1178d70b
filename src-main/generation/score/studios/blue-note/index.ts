import type { Ensemble } from '../../styles/ensemble.ts'
import { BLUES_FORM, RHYTHM_FORM } from './form.ts'
import { ballad, bossa, swing } from './styles.ts'

export const ensemble: Ensemble = {
  id: 'blue-note',
  styles: [swing, ballad, bossa],
  words: [
    { phrases: ['blues', '12-bar blues', 'twelve-bar blues', 'twelve bar blues', 'minor blues', 'bluesy'], style: { swing: 2 }, meaning: BLUES_FORM },
    { phrases: ['rhythm changes'], style: { swing: 3 }, meaning: RHYTHM_FORM },
    { phrases: ['bossa', 'bossa nova', 'samba', 'latin', 'brazilian', 'rio'], style: { bossa: 4 }, energy: 0.42, meaning: 'bossa nova' },
    { phrases: ['ballad', 'slow jazz', 'torch song', 'smoky', 'smoke', 'candlelight', 'after hours'], style: { ballad: 3 }, energy: 0.28, meaning: 'ballad' },
    { phrases: ['bebop', 'bop', 'hard bop', 'up-tempo jazz', 'uptempo jazz'], style: { swing: 4 }, energy: 0.78, meaning: 'bebop' },
    { phrases: ['swing', 'swinging', 'walking bass', 'medium swing'], style: { swing: 3 }, meaning: 'swing' },
    { phrases: ['jazz', 'jazzy', 'jazz trio', 'jazz quartet', 'trio', 'quartet', 'swing jazz', 'cool jazz'], style: { swing: 0.5 }, meaning: 'jazz' },
  ],
  neural: {
    words: 'acoustic jazz, upright bass, ride cymbal, live room',
    guidance: 3,
  },
}
