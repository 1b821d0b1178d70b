import { Check, Palette } from 'lucide-react'
import type { MarkerId } from '../../../src-shared/kernel/ids.ts'
import { colourHex, colourName, MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import { IconButton, Menu, type MenuItem } from '../../elements/index.ts'
import { colourMarker } from '../markers/marker-edits.ts'
import styles from './marks-table.module.css'

type Props = { readonly id: MarkerId; readonly name: string; readonly colour: MarkerColour | undefined }

/** The colours of a marker, each with its name; the one that it has is ticked. */
export const ColourMenu = ({ id, name, colour }: Props) => {
  const itemOf = (one: MarkerColour | undefined): MenuItem => ({
    label: `${one ? colourName(one) : 'No colour'}${one === colour ? ', as now' : ''}`,
    icon:
      one === colour ? (
        <Check style={one && { color: colourHex(one) }} />
      ) : (
        <span className={styles.swatch} style={{ background: one ? colourHex(one) : 'var(--wave-marker)' }} />
      ),
    isDisabled: one === colour,
    onSelect: () => void colourMarker(id, one),
  })
  return (
    <Menu
      align="end"
      trigger={<IconButton label={`Colour of ${name}: ${colour ? colourName(colour).toLowerCase() : 'none'}`} icon={<Palette />} size="small" />}
      items={[...MarkerColour.options.map(itemOf), 'separator', itemOf(undefined)]}
    />
  )
}
