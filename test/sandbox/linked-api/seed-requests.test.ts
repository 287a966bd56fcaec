import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { clientOf, type SeedAnswer } from './support.ts';

let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock: realClock, life: false, port: 0, switches: { jobMs: 1 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const { post } = clientOf(() => sandbox);
const partner = clientOf(() => sandbox, 1);
const synchronize = (body: object, who = { post }) => who.post('/account/conversations.synchronize', body);
const send = (body: object, who = { post }) => who.post('/account/conversations.sendMessage', body);
const read = (body: object) => post('/account/conversations.get', body);
const errorsOf = ({ completion }: SeedAnswer) =>
  [...(completion?.standard ?? []), ...(completion?.salesNavigator ?? [])].map(
    ({ result }) => result.error?.errorType ?? null,
  );
const ada = () => sandbox.cast.synchronised[0] ?? '';
const own = 'https://www.linkedin.com/in/robin-lindgren';

describe("a person of the seed's form", () => {
  // linked-api.md §14.3: the present form's errors are not among its own.
  it('is not found where it is the account itself, or the account has no Sales Navigator', async () => {
    expect(errorsOf(await synchronize({ standard: [{ person: own }] }))).toEqual(['personNotFound']);
    expect(errorsOf(await send({ standard: [{ person: own, text: 'Me' }] }))).toEqual(['personNotFound']);
    const salesNavigator = [{ person: ada(), text: 'Hi' }];
    expect(errorsOf(await synchronize({ salesNavigator }, partner))).toEqual(['personNotFound']);
    expect(errorsOf(await send({ salesNavigator }, partner))).toEqual(['personNotFound']);
  });

  it('is named once in an array, however the address is spelt', async () => {
    const { hashedUrl } = sandbox.control.truth().people.find(({ publicUrl }) => publicUrl === ada()) ?? {};
    for (const again of [
      ada(),
      `${ada()}/`,
      ada().replace('https://www.', 'http://'),
      ada().toUpperCase().replace('/IN/', '/in/'),
      hashedUrl,
    ]) {
      const standard = [
        { person: ada(), text: 'One' },
        { person: again, text: 'Two' },
      ];
      expect(await send({ standard }), again).toMatchObject({ error: { errorType: 'invalidRequestBody' } });
    }
    const both = {
      standard: [{ person: ada(), text: 'One' }],
      salesNavigator: [{ person: ada(), text: 'Two' }],
    };
    expect(errorsOf(await send(both))).toEqual([null, null]);
  });

  it.each(['https://www.linkedin.com/in/%E0%A4%A', 'https://www.linkedin.com/in/%', 'nonsense'])(
    'is not found at %s',
    async (person) => {
      expect(errorsOf(await synchronize({ standard: [{ person }] }))).toEqual(['personNotFound']);
    },
  );
});

describe("a request of the seed's form", () => {
  it.each([['yesterday'], ['1 March 2025'], ['2025-13-01T00:00:00Z'], [1740787200000], [null]])(
    'does not read since %s',
    async (since) => {
      const refused = await read({ standard: [{ person: ada(), since }] });
      expect(refused).toMatchObject({ status: 'error', error: { errorType: 'invalidRequestBody' } });
    },
  );

  it('sends 1 to 1,900 characters to ten people of an array at most', async () => {
    const eleven = sandbox.cast.synchronised.slice(0, 11).map((person) => ({ person, text: 'Hi' }));
    for (const standard of [
      eleven,
      [{ person: ada(), text: '' }],
      [{ person: ada(), text: 'x'.repeat(1901) }],
      [{ person: ada() }],
    ]) {
      expect(await send({ standard })).toMatchObject({ error: { errorType: 'invalidRequestBody' } });
    }
    expect(errorsOf(await send({ standard: eleven.slice(1) }))).toEqual(Array(10).fill(null));
    expect(errorsOf(await send({ standard: [{ person: ada(), text: 'x'.repeat(1900) }] }))).toEqual([null]);
  });

  it('carries a subject of 80 characters in Sales Navigator', async () => {
    const [person = ''] = sandbox.cast.salesNavigator;
    const subject = 's'.repeat(80);
    for (const wrong of [`${subject}s`, 7]) {
      const refused = await send({ salesNavigator: [{ person, text: 'Offer', subject: wrong }] });
      expect(refused).toMatchObject({ error: { errorType: 'invalidRequestBody' } });
    }
    expect(errorsOf(await send({ salesNavigator: [{ person, text: 'Offer', subject }] }))).toEqual([null]);
    const sent = sandbox.control
      .truth()
      .conversations.flatMap(({ messages }) => messages)
      .find(({ text }) => text === 'Offer');
    expect(sent).toMatchObject({ sender: 'us', subject });
  });

  it('is refused as a whole where the limit of an action is used up and that is said at the start', async () => {
    sandbox.control.switches({ limitExceeded: 'start' });
    const refused = await send({ standard: [{ person: ada(), text: 'Hi' }] });
    expect(refused).toMatchObject({ status: 'error', error: { errorType: 'limitExceeded' } });
  });
});
