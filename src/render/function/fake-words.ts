/** Words that made-up data is put together from. */
const list = (text: string) => text.split(' ');

export const firstNames = list(
  'Ada Alan Barbara Carl Clara Daniel Edith Emil Emma Frances George Grace Hannah Henry Ida Jacob Jane John Julia Karen Leo Lucy Marie Max Nora Oscar Paul Rosa Sam Sophie Thomas Vera',
);
export const lastNames = list(
  'Adams Baker Brown Carter Clark Cooper Davis Evans Fisher Foster Gray Green Hill Hughes Jones King Lewis Martin Miller Moore Parker Reed Scott Shaw Smith Stone Taylor Turner Walker Ward White Young',
);
export const nouns = list(
  'anchor apple arrow bridge brook candle cedar circle cloud copper ember falcon forest garden harbor island lantern maple meadow mirror orchard pebble river saddle silver summit thunder timber valley willow window winter',
);
export const lorem = list(
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea',
);
export const cities = list(
  'Springfield Riverton Fairview Oakdale Milford Greenville Ashland Clayton Dover Kingston',
);
export const states = list(
  'Alabama Colorado Florida Georgia Iowa Maine Nevada Ohio Oregon Texas Utah Vermont',
);
export const countries = list(
  'Austria Brazil Canada Denmark France Germany India Italy Japan Kenya Norway Spain',
);
export const companySuffixes = list('Inc LLC Group Ltd Partners');
export const industries = list(
  'Agriculture Banking Construction Education Insurance Logistics Mining Retail Software',
);
export const professions = list(
  'architect baker dentist engineer farmer gardener nurse plumber teacher writer',
);
export const extensions = list('txt json csv pdf png jpg html xml log');
