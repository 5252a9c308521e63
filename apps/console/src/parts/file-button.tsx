import { useRef } from 'react'
import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'

const useStyles = makeStyles({ file: { display: 'none' } })

type Props = {
  readonly text: string
  /** What the file is: `A schema as JSON`. */
  readonly what: string
  /** As `accept` of an input has it. */
  readonly accept: string
  readonly onChoose: (file: File) => void
}

/** Chooses a file; the same one again, too. */
export function FileButton({ text, what, accept, onChoose }: Props) {
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<ArrowUploadRegular />} onClick={() => input.current?.click()}>
        {text}
      </Button>
      <input
        ref={input}
        className={styles.file}
        type="file"
        accept={accept}
        aria-label={what}
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          target.value = ''
          if (chosen !== undefined) onChoose(chosen)
        }}
      />
    </>
  )
}
