import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { say } from './steps.mjs'
import { installFromSystem, isRoot } from './system-packages.mjs'

/**
 * A server to test on, which nobody else uses and nothing is left of.
 *
 * @typedef {{ url: string, stop: () => void }} Postgres
 */

/** @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnSyncOptions} [options] */
function quietly(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { timeout: 300_000, encoding: 'utf8', ...options })
  return status === 0 ? String(stdout ?? '') : undefined
}

/** Where `initdb` is, of the newest version that there is; Debian keeps it off the PATH. */
function serverPrograms() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    quietly('pg_config', ['--bindir'])?.trim() ?? '',
  ]
  return places.find((place) => place !== '' && existsSync(join(place, 'initdb')) && existsSync(join(place, 'pg_ctl')))
}

/** Only where nobody minds: root on Linux is a container or a CI machine. */
function install() {
  if (!isRoot()) return undefined
  const packages = {
    'apt-get': ['postgresql'],
    dnf: ['postgresql-server'],
    pacman: ['postgresql'],
    apk: ['postgresql'],
  }
  return installFromSystem('PostgreSQL', packages) ? serverPrograms() : undefined
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * The server programs refuse root: it hands them to the user that the package made for them.
 *
 * @returns {{ uid: number, gid: number } | undefined}
 */
function owner() {
  const of = (/** @type {string} */ flag) => Number(quietly('id', [flag, 'postgres']) ?? Number.NaN)
  const [uid, gid] = [of('-u'), of('-g')]
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : undefined
}

/**
 * Starts a throwaway server on a port of its own, installing the programs where that can be done.
 *
 * @param {readonly string[]} [settings] as `name=value`
 * @returns {Promise<Postgres | string>} the server, or why there is none
 */
export async function startPostgres(settings = ['fsync=off']) {
  const programs = serverPrograms() ?? install()
  if (programs === undefined) return 'no PostgreSQL server here, and none that can be installed'
  const as = isRoot() ? owner() : { uid: undefined, gid: undefined }
  if (as === undefined) return 'the PostgreSQL server refuses to run as root, and there is no user "postgres"'

  const directory = mkdtempSync(join(tmpdir(), 'payment-sync-postgres-'))
  if (as.uid !== undefined) chownSync(directory, as.uid, as.gid)
  const data = join(directory, 'data')
  const port = await freePort()
  const all = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`, ...settings]
  const options = all.map((setting) => `-c ${setting}`).join(' ')
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    // Nothing is read from it: the server would keep the pipe open.
    quietly(join(programs, program), args, { ...as, cwd: directory, stdio: 'ignore' })
  const made = run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C')
  const started =
    made !== undefined && run('pg_ctl', '-D', data, '-l', join(directory, 'log'), '-o', options, '-w', 'start')
  let running = started !== undefined && started !== false
  const stop = () => {
    if (running) run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
    running = false
    rmSync(directory, { recursive: true, force: true })
  }
  if (!running) {
    stop()
    return `a PostgreSQL server could not be started with the programs in ${programs}`
  }
  process.once('exit', stop)
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await startPostgres()
  say(
    typeof found === 'string'
      ? `No PostgreSQL: ${found}.`
      : `PostgreSQL starts and answers at ${found.url}; stopping it.`,
  )
  if (typeof found !== 'string') found.stop()
}
