// Import this first: it ends the process where the rest could only fail later, and say less.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22

if (!fits) {
  console.error(
    `payment-sync needs Node 20.19 or later (of 22: 22.12 or later), and this is ${process.versions.node}: get one from https://nodejs.org and run this again.`,
  )
  process.exit(1)
}
