import { describe, expect, it } from 'vitest';
import { commandLine } from '../src/command-line.ts';

describe('the command line', () => {
  it.each([
    [[], { command: 'serve', configFile: null }],
    [['--config', 'a.json'], { command: 'serve', configFile: 'a.json' }],
    [['--config=a.json'], { command: 'serve', configFile: 'a.json' }],
    [['webhooks'], { command: 'registered', configFile: null }],
    [['webhooks', 'register', '--config', 'a.json'], { command: 'register', configFile: 'a.json' }],
    [['--config', 'a.json', 'webhooks'], { command: 'registered', configFile: 'a.json' }],
  ])('%j', (argv, said) => expect(commandLine(argv)).toEqual(said));

  it.each([
    [['frobnicate'], "Unknown command 'frobnicate'."],
    [['webhooks', 'regsiter'], "Unknown command 'webhooks regsiter'."],
    [['webhooks', 'register', 'twice'], "Unknown command 'webhooks register twice'."],
    [['register'], "Unknown command 'register'."],
    [['--confg', 'a.json'], "Unknown option '--confg'."],
    [['-c', 'a.json'], "Unknown option '-c'."],
    [['--config'], "Option '--config <value>' argument missing."],
  ])('%j is refused, with all that there is', (argv, why) => {
    expect(() => commandLine(argv)).toThrow(why);
    expect(() => commandLine(argv)).toThrow('npm start -- --config FILE');
  });
});
