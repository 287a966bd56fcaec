// What people write to each other, by topic. Lines that begin with ">" are the account owner's, with "<" the other side's;
// an empty line ends an exchange. In braces: me, them (first names), company, day, time, place, number, item.

export const CONVERSATIONS = {
  sales: `
> Hi {them}, thanks for connecting. I saw that {company} is opening a second site, congratulations!
< Thank you {me}! Yes, it has been a busy spring.
> If planning the shifts becomes a headache, we built something for exactly that. Happy to show it, no slides.
< Sure, {day} at {time} would work for me.
> Booked. I'll send the link that morning.

< Hi {me}, we spoke at the fair in {place}. Is the offer for {number} seats still valid?
> Hello {them}! It is, until the end of the month.
< Good. I'll bring it to our Monday round.
> Shall I prepare a one-page summary for your colleagues?
< That would help a lot.

> Hello {them}, a quick follow-up on the proposal I sent last week.
< Sorry, it got buried. Reading it now.
< Page 3 is unclear to me: is onboarding included?
> It is, for up to {number} people. I'll make that clearer.
< Then I have no more questions. Send the contract please.

< We decided to wait until next quarter with this.
> Thank you for telling me straight. May I ask what tipped it?
< Budget, nothing else. The team liked the trial.
> Understood, I'll come back in the new quarter.

> {them}, did the import of your customer list work in the end?
< It did, all but {number} rows. They had no country.
> I can set a default for those if you like.
< Please do. Then we are ready to go live.

< Could you introduce me to somebody at {company}?
> Gladly. What shall I say it is about?
< A shared stand at the autumn fair.
> Done, you are both in copy.

< Who would sign on your side?
> I would, together with our finance lead.
< Perfect. Ours is with legal until {day}.

> Is {day} still good for the demo?
< Could we move it to {time}? My train is late.
> No problem, moved.
`,
  hiring: `
> Hi {them}, your work on routing engines caught my eye. We are looking for a staff engineer, remote or in {place}.
< Hello {me}, thanks for reaching out! Is it a hands-on role?
> About two thirds code, one third helping others. The band is public, I'll send it along.
< Appreciated. I could talk on {day} after {time}.
> Wonderful, here is what to expect: 30 minutes, no puzzle.

< I have read the description twice and would like to apply. Is the position still open?
> It is! Could you send your CV here or through the form?
< Attached. The second page has the open source work.
> Got it. You will hear from us by {day}.

> How did the conversation with the team feel?
< Really good, I liked that they asked about failures.
> They liked you as well. Next would be half a day together, paid of course.
< Count me in. Any day next week except {day}.

< I have to tell you that I accepted another offer.
> Thank you for letting me know, {them}, and congratulations. May I stay in touch?
< Please do. It was a close decision.

> Would you know somebody for a design role in {place}?
< Two people come to mind. Shall I ask them first?
> Yes please, and tell them there is no hurry.

< What does the notice period look like on your side?
> Three months, we can be flexible with the start.
< Then the first of the month after next would work.

> The contract is on its way. Tell me if anything reads odd.
< Clause 7 mentions {place}, I thought it was remote?
> Good catch, that is the old template. A new one comes in a minute.
< Signed!
`,
  customer: `
< Hi! Is the {item} in the window still available?
> Hello {them}, yes, two left. Shall I put one aside?
< Yes please, I can come by on {day}.
> It's at the counter under your name. Open until {time}.

< My order has not arrived yet, number {number}.
> Sorry about that, {them}. Let me look it up.
> It is at the depot in {place} and goes out tomorrow morning.
< Okay, thank you for checking so fast 🙏

< Do you ship to {place}?
> We do, it takes about four days.
< Great, and can I pay on delivery?
> Card or transfer only at the moment, I'm afraid.
< Transfer is fine.

< The {item} arrived with a scratch 😕
> Oh no. Could you send me a photo?
< Sent. It's on the left side.
> I see it. A replacement leaves today, keep the other one.
< Wow, thank you!

< Can I change the time of my appointment to {time}?
> {time} is taken, but half an hour later works.
< Then half an hour later.
> Changed. See you on {day}!

< How much would {number} pieces cost?
> For that many you get 15 % off. Shall I send a quote?
< Please, to the address from last time.

> Your {item} is ready to be picked up 🎉
< Amazing, I'll come after work.
> We close at {time}.
< I'll make it.

< Are you open on {day}?
> We are, from nine to {time}.
< 👍
`,
  friends: `
< are you around on {day}?
> yes! what's up
< we are cooking at mine, bring something to drink
> I'll bring the good lemonade from {place}
< legend

> did you see the match yesterday??
< only the second half 😩
> you missed everything
< don't tell me, I'm watching it tonight

< happy birthday {me}!! 🎂
> thank you so much ❤️
< cake this weekend, no excuses
> {day}, {time}, your place?
< deal

> I think I left my {item} at yours
< it's on the kitchen table, very lonely
> tell it I'm coming on {day}

< guess who I met in {place}
> no idea, tell me
< {them2} from school! says hi
> no way 😂 how is he
< has {number} goats now
> of course he does

< running on {day}? 8k, slow
> define slow
< we can talk the whole time
> ok in

> this song has been in my head since {day}
< now it's in mine too, thanks
> you're welcome

< can you water the plants until {day}?
> sure, keys in the usual place?
< yes. the big one gets two cups
> understood. two cups for the big one

< train is late again, be there at {time}
> no stress, I'll order for you
< you know me
> the dumplings, I know
`,
  family: `
< Have you eaten?
> Yes mum, soup and bread.
< Good. It is getting cold, take the warm coat.

< Grandma asks when you are coming
> {day}, with the early train
< She is already baking 😊
> Tell her not to carry the flour by herself!

> Landed in {place}, all good
< So glad. Was the flight full?
> Completely. But I had a window
< Send a photo of the sea

< The {item} is making that noise again
> The clicking one?
< No, the humming
> I'll look at it on {day}, leave it switched off

> Could you send me the recipe for the lentil stew?
< You just cook it until it is done
> that is not a recipe
< {number} g lentils, one onion, patience

< Your cousin got the job!
> Finally! Where?
< In {place}, she starts in autumn
> I'll call her tonight
`,
  team: `
< Deploy is done, all green.
> Great, I'll tell support.
< Dashboards look normal after {number} minutes.

> Who takes the call with {company} on {day}?
< I can, I know their setup.
> Thanks. Notes from last time are in the folder.
< Read them. Two open points, both ours.

< Numbers for last week are in: {number} new sign-ups.
> That's up a third. What happened?
< The newsletter on {day}, I think.
> Let's do another then.

> Reminder: stand-up moves to {time} tomorrow.
< ok
< I'll be on a train, I'll write mine here.

< The printer on the second floor eats paper again.
> Again? I'll call the service.
< They know us by name by now.

> Please look at the draft before {day}, comments in the document.
< Done, looks good. One typo on page 2.
> Fixed, thank you.
< Approved from my side too.

< Is anybody else seeing slow answers from the map service?
> Yes, about {number} seconds for me.
< They have a notice up. Should be over by {time}.
> Good, then we wait.

< New colleague starts on {day}, lunch at the canteen?
> Count me in. Is it the data person?
< Yes, from {place}.
`,
  travel: `
< Good morning, your room in {place} is confirmed for {day}.
> Thank you! Is a late arrival possible? I land at {time}.
< Of course, the code for the door is sent that afternoon.
> Perfect.

> How do I get from the station to you?
< Tram {number}, five stops, then it's the yellow house.
> The one with the bicycle in front?
< Exactly that one 🚲

< Gate changed to B{number}, boarding at {time}.
> Thanks, on my way.

> Is breakfast included?
< It is, from seven. There is a vegetarian plate too.
> Sounds lovely.
`,
  group: `
< who is in for {day}?
< me
> me too, but only from {time}
< then we start without you and save you a slice 🍕

< I made a list, please put your name next to something
> took drinks
< salad and bread from me
< nobody took the {item} yet
> ok ok I'll bring it

< photos from {place} are up!
> these are wonderful
< number {number} is my new wallpaper
< who took the one with the dog?

> does anybody have a drill?
< yes, till {day} please
> coming by at {time}
< ring twice, the bell is tired

< poll: {place} or the lake?
< lake
< lake 🏊
> lake it is
< meeting at {time}, by the boats

< has anyone heard from {them2}?
> wrote to me yesterday, all fine, just no network
< phew
`,
  channel: `
< This week's route: {place} and back, {number} km. Start at {time}.
< Weather looks fine, take water anyway.
< Results of {day} are online. Thank you all for coming!
< New: the {item} can be borrowed from the club house.
< Reminder: registration closes on {day}.
< The path near {place} is closed until further notice.
< Volunteers for the summer party wanted, write to the desk.
< We found a blue jacket and {number} gloves. Ask at the desk.
`,
  outreach: `
> Hi {them}, I lead partnerships at Brightwater Collective. Your talk on slow logistics was the best thing I heard all year, and I would love to ask you two questions about it. Would {day} suit you?
< Hello {me}, thank you, that is kind. {day} is full, but the day after at {time} is fine.
> Wonderful, I'll send an invitation.

> Dear {them}, we are looking for a {item} specialist for a project in {place}: six months, four days a week. Your profile fits very well. May I tell you more?
< Thanks for the message. Is remote work possible?
> Two days a week, yes.
< Then I am interested. Please send the details.

> Hello {them}, a short question: is {company} still looking for a partner in {place}?
< We are, who would I speak with?
> With me to begin with. I'll be brief, promised.

> Hi {them}, I hope you don't mind a message from a stranger. We are hiring a research lead and your papers came up {number} times.
< I am flattered, but happy where I am. Ask me again in a year?
> I will. All the best!
`,
  sponsored: `
< Still planning shifts in a spreadsheet? Teams like {company} save {number} hours a week with Kitebridge Software. See how.
< Meet us in {place} on {day}: free workshop on warm leads. Seats are limited.
< The 2025 salary report is out. Download your copy and compare {number} roles.
`,
  page: `
< Hello, I would like to know more about the workshop in {place}.
> Hello {them}, thanks for your interest! It starts on {day} at {time}; shall we keep a seat for you?
< Yes, two please.
> Done, you will get a mail.

< Do you offer internships?
> We do, twice a year. The next round opens on {day}.
< Great, I'll apply!

< We are a school in {place} and would love to visit your studio.
> What a nice idea! How many of you would come?
< About {number}, all of them curious.
> Then let's do two groups.
`,
} as const;

export type Topic = keyof typeof CONVERSATIONS;
