/** Name, category, price in cents, minutes, description. */
type SeedService = readonly [string, string, number, number, string]

/** The catalogue of the demo, in South African rand. */
export const seedServices: readonly SeedService[] = [
  ['Deep home cleaning', 'Cleaning', 85_000, 240, 'Every room, top to bottom, with our own equipment.'],
  ['Move-out cleaning', 'Cleaning', 140_000, 360, 'Leaves the place ready for the final inspection.'],
  ['Window washing', 'Cleaning', 45_000, 120, 'Inside and outside, up to the second floor.'],
  ['Garden makeover', 'Garden', 120_000, 300, 'Mowing, trimming, weeding and a plan for the season.'],
  ['Tree trimming', 'Garden', 165_000, 240, 'Certified climbers; the branches are taken away.'],
  ['Plumbing call-out', 'Repairs', 65_000, 90, 'Leaks, blocked drains and dripping taps.'],
  ['Electrical inspection', 'Repairs', 95_000, 120, 'A certificate of compliance, or a list of what to mend.'],
  ['Geyser replacement', 'Repairs', 780_000, 300, 'A 150-litre geyser, fitted and tested.'],
  ['Interior painting, one room', 'Repairs', 210_000, 480, 'Two coats, walls and ceiling; paint included.'],
  ['Mathematics tutoring', 'Lessons', 38_000, 60, 'Grades 8 to 12, at home or online.'],
  ['Piano lesson', 'Lessons', 42_000, 60, 'For beginners and those who come back to it.'],
  ['Mobile car valet', 'Vehicles', 55_000, 120, 'Wash, polish and interior, in your own driveway.'],
  ['Family portrait session', 'Events', 250_000, 90, 'Thirty edited photographs within a week.'],
]
