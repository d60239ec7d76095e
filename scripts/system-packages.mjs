import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './steps.mjs'

/**
 * How each package manager installs without asking; the first that is on the PATH is asked.
 *
 * @type {readonly { readonly name: string, readonly commands: (packages: readonly string[]) => string[][] }[]}
 */
const managers = [
  {
    name: 'apt-get',
    commands: (packages) => [
      ['apt-get', '-o', 'DPkg::Lock::Timeout=120', 'update', '-q'],
      ['apt-get', '-o', 'DPkg::Lock::Timeout=120', 'install', '-q', '-y', '--no-install-recommends', ...packages],
    ],
  },
  { name: 'dnf', commands: (packages) => [['dnf', 'install', '-y', ...packages]] },
  { name: 'pacman', commands: (packages) => [['pacman', '-Sy', '--noconfirm', ...packages]] },
  { name: 'apk', commands: (packages) => [['apk', 'add', '--no-cache', ...packages]] },
  { name: 'brew', commands: (packages) => [['brew', 'install', ...packages]] },
]

/** @param {string} name */
export const onPath = (name) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))

export const isRoot = () => process.getuid?.() === 0

const canSudo = () => onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0

/**
 * Runs a command with its output on ours, for ten minutes at most. Whether it succeeded.
 *
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} [env]
 */
export function tryRun([command = '', ...args], env = {}) {
  say(`  ${[command, ...args].join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 600_000,
    env: { ...process.env, ...env },
  })
  return status === 0
}

/**
 * Installs packages with the system's package manager, where there is one that may be used without a question. Whether it
 * did.
 *
 * @param {string} what for people
 * @param {Readonly<Record<string, readonly string[]>>} packages by package manager
 */
export function installFromSystem(what, packages) {
  const manager = managers.find(({ name }) => onPath(name))
  const names = manager && packages[manager.name]
  if (!manager || !names) return false
  const sudo = isRoot() || manager.name === 'brew' ? [] : ['sudo', '-n']
  if (sudo.length > 0 && !canSudo()) return false
  say(`Installing ${what} with ${manager.name}.`)
  // A package list that can't be refreshed may still do.
  return manager
    .commands(names)
    .every(
      (command) => tryRun([...sudo, ...command], { DEBIAN_FRONTEND: 'noninteractive' }) || command.includes('update'),
    )
}
