import type { Random } from './random.ts';

/** Somebody invented. Mail addresses and phone numbers lie in ranges that are reserved for examples. */
export interface Person {
  firstName: string;
  lastName: string;
  name: string;
  /** Unique, lower case, as in a profile's address: "ines-moreau-7". */
  handle: string;
  headline: string;
  role: string;
  company: string;
  location: string;
  email: string;
  /** E.164; unique. */
  phone: string;
  /** Two colours (red, green, blue), for the picture. */
  colours: [Colour, Colour];
}

export type Colour = readonly [red: number, green: number, blue: number];

const FIRST_NAMES =
  `Ada Aisha Akira Alejandro Amara Amelie Anders Anika Anton Aoife Arjun Astrid Ayumi Bastian Beatriz Bruno
Camille Carlos Chiara Chloé Daan Dalia Diego Dmitri Eda Elena Elif Emeka Emil Esra Fatima Felix Freya Gabriel Giulia Hana
Hassan Henrik Ibrahim Ines Ingrid Isabel Ivan Jamal Jana Jonas Joao Kaito Karim Katarzyna Kwame Lars Leila Lena Liam Linh
Lucia Luka Magnus Malik Margot Marek Mateo Mei Mila Mina Nadia Naomi Nikolai Noor Oliver Oluwaseun Paula Petra Priya Rafael
Ravi Rosa Ruben Sanne Santiago Sara Simone Sofia Sven Tariq Tessa Thandiwe Tomas Uma Vera Victor Wanjiru Yara Yusuf Zoe`.split(
    /\s+/,
  );

const LAST_NAMES =
  `Abara Achterberg Adeyemi Almeida Andersson Aslan Bakker Banerjee Barros Bauer Bergström Bianchi Brandt Brennan
Carvalho Castellano Chen Costa Dahl Delacroix Demir Diallo Duarte Eriksen Fabbri Farouk Ferreira Fischer Fontaine Gallagher
García Grünwald Haddad Hartmann Hashimoto Hoffmann Holm Horvat Ionescu Ito Jansen Jensen Kaya Keller Kowalski Krüger Laurent
Lindgren Lombardi Mahlangu Marchetti Mbeki Mehta Meyer Moreau Morales Nakamura Navarro Ndiaye Nielsen Novak Nowak O’Connor
Okafor Olsen Osei Pappas Park Pereira Petrov Quinn Ramírez Rao Reyes Ricci Rossi Sato Schneider Silva Singh Sørensen Tanaka
Torres Tran Ueda Vargas Vasquez Visser Vogel Wagner Weber Winther Yamada Yılmaz Zhang Zieliński`.split(/\s+/);

const ROLES = [
  'Head of Operations',
  'Account Executive',
  'Founder',
  'Product Designer',
  'Backend Engineer',
  'Staff Engineer',
  'Talent Partner',
  'Marketing Lead',
  'Customer Success Manager',
  'Data Analyst',
  'Procurement Manager',
  'Frontend Developer',
  'Chief of Staff',
  'Sales Director',
  'Site Reliability Engineer',
  'Content Strategist',
  'Finance Controller',
  'Research Lead',
  'Supply Chain Planner',
  'People Operations Manager',
];

/** Invented companies; their domains are below example.com. */
export const COMPANIES = [
  'Harrow & Pike Logistics',
  'Bluefinch Robotics',
  'Marlow Street Bakery',
  'Tidewater Analytics',
  'Copperleaf Studio',
  'Ninth Meridian Travel',
  'Quillstone Publishing',
  'Fernhollow Farms',
  'Saltmarsh Energy',
  'Larkspur Health',
  'Ostrava Tools',
  'Kitebridge Software',
  'Pebble & Rye',
  'Northgate Mobility',
  'Silverbirch Interiors',
  'Cinder Coffee Roasters',
] as const;

const LOCATIONS = [
  'Lisbon, Portugal',
  'Copenhagen, Denmark',
  'Nairobi, Kenya',
  'Montréal, Canada',
  'Osaka, Japan',
  'Berlin, Germany',
  'Porto Alegre, Brazil',
  'Austin, Texas, United States',
  'Lyon, France',
  'Bengaluru, India',
  'Gdańsk, Poland',
  'Istanbul, Türkiye',
  'Valencia, Spain',
  'Utrecht, Netherlands',
];

/** Invents so many people; each name, handle, mail address and phone number occurs once. */
export function inventPeople(random: Random, count: number): Person[] {
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`);
  return [...names].map((name, index) => inventPerson(random, name, index));
}

function inventPerson(random: Random, name: string, index: number): Person {
  const [firstName = name, lastName = ''] = name.split(' ');
  const company = random.pick(COMPANIES);
  const role = random.pick(ROLES);
  const handle = `${plain(firstName)}-${plain(lastName)}-${index + 1}`;
  return {
    firstName,
    lastName,
    name,
    handle,
    role,
    company,
    headline: `${role} at ${company}`,
    location: random.pick(LOCATIONS),
    email: `${handle}@${plain(company)}.example.com`,
    phone: `+155501${String(10_000 + index).padStart(5, '0')}`,
    colours: [inventColour(random), inventColour(random)],
  };
}

function inventColour(random: Random): Colour {
  return [random.integer(40, 230), random.integer(40, 230), random.integer(40, 230)];
}

const WITHOUT_DECOMPOSITION: Record<string, string> = { ø: 'o', ı: 'i', ł: 'l', ß: 'ss' };

/** A name as it stands in an address: ASCII letters and digits, lower case. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[øıłß]/g, (letter) => WITHOUT_DECOMPOSITION[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}
