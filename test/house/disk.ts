import { spawnSync } from 'node:child_process'
import { newFolder } from './house.ts'

export type Disk = { readonly folder: string; remount(options: string): void; unmount(): void }

/** A small disk of its own, or the reason why there is none: mounting needs root, and Linux. */
export function smallDisk(size: string): Disk | string {
  const folder = newFolder()
  const mount = (options: string): string => {
    const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], {
      encoding: 'utf8',
    })
    return status === 0 ? '' : (error?.message ?? stderr.trim())
  }
  const problem = mount(`size=${size}`)
  if (problem !== '') return `no small disk can be mounted here (${problem})`
  return {
    folder,
    remount: (options) => void mount(`remount,${options}`),
    unmount: () => void spawnSync('umount', ['-l', folder]),
  }
}
