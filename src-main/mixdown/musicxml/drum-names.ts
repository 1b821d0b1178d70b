const FIRST_KEY = 35
/** General MIDI 1, table 3: the percussion keys from 35 to 81 */
const NAMES = `Acoustic bass drum
Bass drum
Side stick
Acoustic snare
Hand clap
Electric snare
Low floor tom
Closed hi-hat
High floor tom
Pedal hi-hat
Low tom
Open hi-hat
Low-mid tom
High-mid tom
Crash cymbal 1
High tom
Ride cymbal 1
Chinese cymbal
Ride bell
Tambourine
Splash cymbal
Cowbell
Crash cymbal 2
Vibraslap
Ride cymbal 2
High bongo
Low bongo
Mute high conga
Open high conga
Low conga
High timbale
Low timbale
High agogô
Low agogô
Cabasa
Maracas
Short whistle
Long whistle
Short güiro
Long güiro
Claves
High wood block
Low wood block
Mute cuíca
Open cuíca
Mute triangle
Open triangle`.split('\n')

/** What a drum is called in a program's list of sounds; undefined for keys that General MIDI does not name. */
export const drumName = (key: number): string | undefined => NAMES[key - FIRST_KEY]
