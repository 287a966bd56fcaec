/** Short lines between the exchanges, so that long histories do not read like a play. */
export const SMALL_TALK = [
  'ok',
  'Thanks!',
  'Got it 👍',
  'One moment please',
  'haha',
  'Will do',
  'Sounds good',
  'Let me check',
  'Talk soon',
  'Perfect',
  '🙏',
  'Sorry, wrong chat',
  'Good morning!',
  'Have a nice evening',
  '¡Muchas gracias!',
  'Bis gleich',
  'à demain !',
  'ありがとう',
  'تمام، شكراً',
  'Обнимаю',
] as const;

/** Answers by what was written; the first that fits is taken. */
export const ANSWERS: readonly (readonly [fits: RegExp, answers: readonly string[]])[] = [
  [/\b(thanks|thank you|thx|merci|danke|gracias)\b/i, ['You are welcome!', 'Any time 🙂', 'Gladly.']],
  [/\b(bye|see you|good night|talk soon)\b/i, ['See you!', 'Bye, have a good one!', 'Until then.']],
  [
    /\b(when|what time|which day)\b/i,
    ['How about {day} at {time}?', '{day} suits me best.', 'Any time after {time} is fine.'],
  ],
  [
    /\b(where|address)\b/i,
    ['Same place as last time.', 'Near the station in {place}.', 'I’ll send you the pin in a minute.'],
  ],
  [
    /\b(price|cost|how much|budget|offer|quote)\b/i,
    ['Let me look that up and come back to you.', 'Around {number}, all included.'],
  ],
  [
    /\b(call|meet|meeting|demo|coffee|lunch)\b/i,
    ['With pleasure. {day} at {time}?', 'Yes, let’s do that. I’ll send an invitation.'],
  ],
  [/\b(sorry|late|delay)/i, ['No worries at all.', 'That can happen, take your time.']],
  [
    /\b(photo|picture|file|attached|document|pdf)\b/i,
    ['Got it, thank you!', 'It opened fine, I’ll have a look.'],
  ],
  [
    /\b(job|role|position|cv|apply|hiring)\b/i,
    ['That sounds interesting, tell me more.', 'I am open to it. Is it remote?'],
  ],
  [
    /^(hi|hello|hey|good morning|dear)\b/i,
    ['Hi {me}! Good to hear from you.', 'Hello! How can I help?', 'Hey {me}, all well?'],
  ],
  [
    /\?\s*$/,
    [
      'Good question, let me think.',
      'Yes, I believe so.',
      'I would say yes. You?',
      'Not sure yet, I’ll tell you on {day}.',
    ],
  ],
  [/!\s*$/, ['🎉', 'That is great to hear!', 'Wonderful!']],
];

export const OTHER_ANSWERS = [
  'Understood, thank you.',
  'Makes sense to me.',
  'I’ll get back to you on {day}.',
  'Good, let’s do it that way.',
  'Noted 👍',
  'Ah, interesting. Go on?',
  'Okay, I’ll tell the others.',
] as const;

/** What somebody writes out of the blue. */
export const OPENERS = [
  'Hi {me}, do you have a minute?',
  'Quick question about {day}: still on?',
  'Just saw your message, sorry for the delay.',
  'The {item} arrived, looks great!',
  'Could we talk at {time}?',
  'I am in {place} next week, coffee?',
  'Good morning {me} ☀️',
  'Small update: everything is on track.',
  'Did you see what {company} announced?',
  'Can you send me the document once more?',
] as const;

export const ITEMS = [
  'blue lamp',
  'print',
  'oak frame',
  'kettle',
  'umbrella',
  'tool box',
  'green chair',
  'projector',
] as const;
export const PLACES = [
  'Lisbon',
  'Utrecht',
  'Gdańsk',
  'Lyon',
  'Valencia',
  'Osaka',
  'Nairobi',
  'Aarhus',
  'Bergen',
] as const;
