import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './LinkButton.module.css'

/** A deed that looks like words: inside a sentence (`isInText`, always underlined) or beside one. */
export const LinkButton = ({ isInText = false, className, ...rest }: ComponentProps<'button'> & { readonly isInText?: boolean }) => (
  <button type="button" className={classNames(styles.link, isInText && styles.inText, className)} {...rest} />
)
