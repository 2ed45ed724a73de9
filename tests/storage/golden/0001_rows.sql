INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'deposit:1:101', 'USD', 0);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'deposit:1:102', 'USD', 0);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'deposit:3:101', 'USD', 5000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'escrow:1', 'USD', 0);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'escrow:2', 'USD', 100000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'escrow:3', 'USD', 100000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'escrow:4', 'USD', 65000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'fees', 'USD', 5000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'member:101', 'USD', 75000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'member:102', 'USD', 150000);

INSERT INTO accounts (guild_id, account, currency, balance_minor)
VALUES (700000000000000001, 'world', 'USD', -500000);

INSERT INTO counters (guild_id, kind, last_number)
VALUES (700000000000000001, 'case', 3);

INSERT INTO counters (guild_id, kind, last_number)
VALUES (700000000000000001, 'ledger_transaction', 16);

INSERT INTO counters (guild_id, kind, last_number)
VALUES (700000000000000001, 'milestone', 4);

INSERT INTO counters (guild_id, kind, last_number)
VALUES (700000000000000001, 'project', 4);

INSERT INTO counters (guild_id, kind, last_number)
VALUES (700000000000000001, 'setting_change', 1);

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 1, 'case_opened', 1800000000000, 101, '{"case_id":1,"category":{"digest":"341acaad3273635176f5da57e06daf5996853162681ef2abee2076c396593c2d","text_id":"category-1"},"claimant_id":101,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"locks":[{"amount_minor":100000,"milestone_id":1}],"project_id":1,"reason":{"digest":"8db07925a639941e8e1d6478b75b8c138e4330d5f6b9a2533debf83e982d76cc","text_id":"reason-1"},"respondent_id":102,"rulebook":{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}}', '0000000000000000000000000000000000000000000000000000000000000000', 'b0cacbbed3ba164fcac0428ab60514ae11f0980cec712e6eb664d37f176aebb8');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 2, 'offer_made', 1800000000000, 101, '{"author_id":101,"expires_at_ms":null,"freelancer_minor":40000,"note":null,"number":1}', 'b0cacbbed3ba164fcac0428ab60514ae11f0980cec712e6eb664d37f176aebb8', '0955e65eb5ab97f0f1cf1fc2538f6f71e297cbf4a8e851b10d36dda308f973aa');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 3, 'deadline_armed', 1800000000000, 101, '{"deadline":{"deadline_id":1,"due_at_ms":1800345600000,"held_since_ms":null,"hold_reason":null,"kind":"response","party_id":102,"starts_at_ms":1800000000000,"state":"armed","subject":null,"window_seconds":345600}}', '0955e65eb5ab97f0f1cf1fc2538f6f71e297cbf4a8e851b10d36dda308f973aa', '332b78b35bf556c43a41ce12a1a1391a5a41fc098015f3865b08a63a124182a0');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 4, 'offer_closed', 1800000001000, 101, '{"by_member_id":101,"number":1,"reason":null,"state":"superseded"}', '332b78b35bf556c43a41ce12a1a1391a5a41fc098015f3865b08a63a124182a0', 'e5efd68b71690ed3e65bf7d3c3db6dadf47e703f4c850ca473c26258508d320f');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 5, 'offer_made', 1800000001000, 101, '{"author_id":101,"expires_at_ms":null,"freelancer_minor":50000,"note":null,"number":2}', 'e5efd68b71690ed3e65bf7d3c3db6dadf47e703f4c850ca473c26258508d320f', '0003f18ab1ded1438d5d0ab881e7b910d35878be3ab8eed5ce943a62d44d6a5c');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 6, 'answer_asked', 1800000001000, NULL, '{}', '0003f18ab1ded1438d5d0ab881e7b910d35878be3ab8eed5ce943a62d44d6a5c', '05a3c9ad2e590c6b56b73ebb818d983f68b61fa38f07f5bbd9ade25e08bd4b00');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 7, 'deadline_ended', 1800000001000, 102, '{"deadline_id":1,"state":"met"}', '05a3c9ad2e590c6b56b73ebb818d983f68b61fa38f07f5bbd9ade25e08bd4b00', '93621c9acbbf32a3eda799eee04f7e87166cb64bc13c9c22693d8046d1227bdd');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 8, 'case_challenged', 1800000001000, 102, '{"statement":{"digest":"116ec8528cff9a2c21cba46426e700725dadcbea1238b821c55b637e2ccf9e0c","text_id":"statement"}}', '93621c9acbbf32a3eda799eee04f7e87166cb64bc13c9c22693d8046d1227bdd', '32ac2abd88d5b6d4663a8e1b032c54cbdf593145e3618ba9730f439bee293d3d');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 9, 'stage_entered', 1800000001000, 102, '{"escalated":false,"stage":"negotiation"}', '32ac2abd88d5b6d4663a8e1b032c54cbdf593145e3618ba9730f439bee293d3d', '29dc601154e095caf144c48f03d6134843a505cb1b1f22e3497e96bf9babc451');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 10, 'offer_made', 1800000001000, 102, '{"author_id":102,"expires_at_ms":1800007201000,"freelancer_minor":80000,"note":{"digest":"bcde3f6cc2e1077487239b2d55ade385e310069c06cb7c86cbbbc42dd5daca82","text_id":"note"},"number":3}', '29dc601154e095caf144c48f03d6134843a505cb1b1f22e3497e96bf9babc451', '16adef5b0b834be3c19b34866b2e54e88ea9b2b4ad4fbb3aa8926f46f4de1bc0');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 11, 'deadline_armed', 1800000001000, 102, '{"deadline":{"deadline_id":2,"due_at_ms":1800007201000,"held_since_ms":null,"hold_reason":null,"kind":"offer_expiry","party_id":102,"starts_at_ms":1800000001000,"state":"armed","subject":3,"window_seconds":7200}}', '16adef5b0b834be3c19b34866b2e54e88ea9b2b4ad4fbb3aa8926f46f4de1bc0', '80b338968657a04b09c4062d098619264591bf586eca9f118436d41c0057b072');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 12, 'exhibit_added', 1800000001005, 101, '{"author_id":101,"description":{"digest":"0c2c5fc95d6661c12a2788c88d56a9eff865e6b9bd31252835344fd3146ff883","text_id":"exhibit"},"exhibit":"C-1","link":{"digest":"8c109a87b57de370fd5811c39bb0ec5f602e7f031ce47fee86071b220a51460a","text_id":"l"}}', '80b338968657a04b09c4062d098619264591bf586eca9f118436d41c0057b072', 'a1871dbd23cdcc90cff17c683cb32d1f72613b56dfb1db1c777dc5c30e0548d3');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 13, 'exhibit_added', 1800000001006, 102, '{"author_id":102,"description":{"digest":"5e3f76adf7e9b8795ede983cca92dd3ac8ea130c08767b6a9972a92a1feb6276","text_id":"exhibit2"},"exhibit":"R-1","link":null}', 'a1871dbd23cdcc90cff17c683cb32d1f72613b56dfb1db1c777dc5c30e0548d3', '8ea4f14214a1379710b45d57afb8aac3bb841d0a1e17e468f0db0796cfbf7fa5');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 14, 'exhibit_withdrawn', 1800000001007, 101, '{"exhibit":"C-1"}', '8ea4f14214a1379710b45d57afb8aac3bb841d0a1e17e468f0db0796cfbf7fa5', 'd496496218e8f04a202db92c6e5d195f024b372420acc8dc45a2a15a15944bbc');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 15, 'fee_paid', 1800000001010, 101, '{"amount_minor":5000,"member_id":101,"transaction_digest":"f9eb19e826a77b49835a2e76681b7ca39b6e9d95de15c4c948e8f761c7594690"}', 'd496496218e8f04a202db92c6e5d195f024b372420acc8dc45a2a15a15944bbc', '04794da92bb854c14dbde7c6c8d571a254ec6cbfeafd2f12162b1cf2d1643a81');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 16, 'stage_entered', 1800000001010, 101, '{"escalated":false,"stage":"final_offers"}', '04794da92bb854c14dbde7c6c8d571a254ec6cbfeafd2f12162b1cf2d1643a81', '998854f2cc0dd9a11745832c5223cfd35d93e3d3b38853af6411419db7c5678b');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 17, 'deadline_armed', 1800000001010, 101, '{"deadline":{"deadline_id":3,"due_at_ms":1800604801010,"held_since_ms":null,"hold_reason":null,"kind":"fee","party_id":102,"starts_at_ms":1800000001010,"state":"armed","subject":null,"window_seconds":604800}}', '998854f2cc0dd9a11745832c5223cfd35d93e3d3b38853af6411419db7c5678b', '7890b9d945c13ab246b9e0f550413dd533ee0461f548a66972790c3649709b20');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 18, 'fee_paid', 1800000002000, 102, '{"amount_minor":5000,"member_id":102,"transaction_digest":"de18b044e84d31083a5c0f4ce8088e1471d88d25bc2e0d621d9c370f86d8b3b1"}', '7890b9d945c13ab246b9e0f550413dd533ee0461f548a66972790c3649709b20', 'bced74cf5728028f85e57d0fb1c8f18cd7ae84493f25b88bcb75a15c92d25bd6');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 19, 'deadline_ended', 1800000002000, 102, '{"deadline_id":3,"state":"met"}', 'bced74cf5728028f85e57d0fb1c8f18cd7ae84493f25b88bcb75a15c92d25bd6', 'dd87ad41b4d0b74ca3d061636ba0b6c930f3f092ceea077fa595f5ec683b0e07');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 20, 'offer_closed', 1800000002000, 102, '{"by_member_id":null,"number":2,"reason":null,"state":"void"}', 'dd87ad41b4d0b74ca3d061636ba0b6c930f3f092ceea077fa595f5ec683b0e07', '32ae06ea5b126d7bf9d1af415c9c900425c6b311c4357e9795c8bd2b83603919');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 21, 'offer_closed', 1800000002000, 102, '{"by_member_id":null,"number":3,"reason":null,"state":"void"}', '32ae06ea5b126d7bf9d1af415c9c900425c6b311c4357e9795c8bd2b83603919', 'b2abca928bb863023b0dbd81c6ad7cfab3c3fa2208f9cac14798d6f3c25243c3');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 22, 'deadline_ended', 1800000002000, 102, '{"deadline_id":2,"state":"cancelled"}', 'b2abca928bb863023b0dbd81c6ad7cfab3c3fa2208f9cac14798d6f3c25243c3', 'f9686e987c250f3c74b7be142fd590a676fd1f45290bde1559fd895fdcc7580a');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 23, 'stage_entered', 1800000002000, 102, '{"escalated":false,"stage":"arbitration"}', 'f9686e987c250f3c74b7be142fd590a676fd1f45290bde1559fd895fdcc7580a', '4f33031a62222a0a2510a36ba78f53dc5d8d61dc75564c4f5eb4abc8fdaeac7e');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 24, 'deadline_armed', 1800000002000, 102, '{"deadline":{"deadline_id":4,"due_at_ms":1800086402000,"held_since_ms":null,"hold_reason":null,"kind":"closing","party_id":null,"starts_at_ms":1800000002000,"state":"armed","subject":null,"window_seconds":86400}}', '4f33031a62222a0a2510a36ba78f53dc5d8d61dc75564c4f5eb4abc8fdaeac7e', '7a11310be323aa895c94651d3ddb453fa8b32c67a405ed34ce31fd9df5c099b3');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 25, 'rest_stated', 1800000003000, 101, '{"member_id":101}', '7a11310be323aa895c94651d3ddb453fa8b32c67a405ed34ce31fd9df5c099b3', 'b8eda1cfe41b5968f8804c68728294e4242f9609148e00a513a881a947986080');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 26, 'arbitrator_claimed', 1800000003000, 202, '{"arbitrator_id":202}', 'b8eda1cfe41b5968f8804c68728294e4242f9609148e00a513a881a947986080', 'f970fb50c40dcc626123dc6f3e30071acec69a0e610c6ec109e849d42669870b');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 27, 'rest_stated', 1800000004000, 102, '{"member_id":102}', 'f970fb50c40dcc626123dc6f3e30071acec69a0e610c6ec109e849d42669870b', 'e7c66b02e014ddc0e2f50f3e88b58df5d90a06292278b193e219dd9a476bf258');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 28, 'deadline_ended', 1800000004000, 102, '{"deadline_id":4,"state":"met"}', 'e7c66b02e014ddc0e2f50f3e88b58df5d90a06292278b193e219dd9a476bf258', 'a309a6f20051eb3b0fde1153f93da9977c5458383f2ddc162456ef6bad612ac5');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 29, 'evidence_closed', 1800000004000, 102, '{"both_rested":true}', 'a309a6f20051eb3b0fde1153f93da9977c5458383f2ddc162456ef6bad612ac5', '01f602b794907d2d88ea19504e83dc1152e12e990baaff37c3977a1361352d4a');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 30, 'deadline_armed', 1800000004000, 102, '{"deadline":{"deadline_id":5,"due_at_ms":1800604804000,"held_since_ms":null,"hold_reason":null,"kind":"ruling","party_id":null,"starts_at_ms":1800000004000,"state":"armed","subject":null,"window_seconds":604800}}', '01f602b794907d2d88ea19504e83dc1152e12e990baaff37c3977a1361352d4a', '23f1f9ae3d187af7d6dbc6e567f6cde2f2448ccbc82395e2b229056d4ff6d25e');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 31, 'ruling_made', 1800000005000, 202, '{"arbitrator_id":202,"client_minor":30000,"findings":{"digest":"d8d480a290c6312453aa661ab7d10dcb2c157e5dd9b1dd6b585b0c49fda05c3c","text_id":"findings"},"freelancer_minor":70000,"never_reached":[]}', '23f1f9ae3d187af7d6dbc6e567f6cde2f2448ccbc82395e2b229056d4ff6d25e', '9ed92a2ac1e22dbaa22bc6f54badb7802c0155cf46a74ebbda1d365c04d9d7d4');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 32, 'deadline_ended', 1800000005000, 202, '{"deadline_id":5,"state":"met"}', '9ed92a2ac1e22dbaa22bc6f54badb7802c0155cf46a74ebbda1d365c04d9d7d4', 'af478240a719b624c40ca8fab2c3f98bad88025de858ff95a7083d32cf3cc463');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 1, 33, 'case_closed', 1800000005000, 202, '{"deposits":[{"earned_minor":5000,"member_id":101,"returned_minor":0},{"earned_minor":0,"member_id":102,"returned_minor":5000}],"outcome":"ruled","payouts":[{"client_minor":30000,"freelancer_minor":70000,"milestone_id":1}],"transaction_digest":"a6d35ed306335effafaa974ec7bb1e55caefd26bd9209fa7cab4238737eaf1b3"}', 'af478240a719b624c40ca8fab2c3f98bad88025de858ff95a7083d32cf3cc463', '42e495d4cc3a5a37d5555d3bd2686e5973fa68249bc62b59f8c65a5bd98b03bb');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 2, 1, 'case_opened', 1800000060000, 101, '{"case_id":2,"category":{"digest":"f8fd053bc0c9bf9b5f8ecfdab278bd1e9a0d8bbd57de1c2f8dad244d93207182","text_id":"category-2"},"claimant_id":101,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"locks":[{"amount_minor":100000,"milestone_id":2}],"project_id":2,"reason":{"digest":"f53a1a9a1ca9cd9e81c0bbb089d880d087afb3ff6f0e4d0c86202cfc199184f3","text_id":"reason-2"},"respondent_id":102,"rulebook":{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}}', '0000000000000000000000000000000000000000000000000000000000000000', '9ca5679aae5c23dc627babd63b63b474fe397a999110a1dd62ad452d280d623d');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 2, 2, 'offer_made', 1800000060000, 101, '{"author_id":101,"expires_at_ms":null,"freelancer_minor":40000,"note":null,"number":1}', '9ca5679aae5c23dc627babd63b63b474fe397a999110a1dd62ad452d280d623d', 'ad3791f5892a954395fb4e6bce13d6dd43785a7f288269f8615e12be2f44f431');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 2, 3, 'deadline_armed', 1800000060000, 101, '{"deadline":{"deadline_id":1,"due_at_ms":1800345660000,"held_since_ms":null,"hold_reason":null,"kind":"response","party_id":102,"starts_at_ms":1800000060000,"state":"armed","subject":null,"window_seconds":345600}}', 'ad3791f5892a954395fb4e6bce13d6dd43785a7f288269f8615e12be2f44f431', '7fbe225e0ccb5a08d7428c0584cc01e7dc1e11a7a8b2171fd36b983c332401b4');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 1, 'case_opened', 1800000090000, 102, '{"case_id":3,"category":{"digest":"dc97b6705d04dbc2f9cf03a78b9b2409bff1c63a4a49cc2c4eef7aafbe5e502f","text_id":"category-3"},"claimant_id":102,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"locks":[{"amount_minor":100000,"milestone_id":3}],"project_id":3,"reason":{"digest":"a4e475c04bf8ab6985ec00566787cdc3cf78473cc6731480cc9e4a8d40b287ad","text_id":"reason-3"},"respondent_id":101,"rulebook":{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}}', '0000000000000000000000000000000000000000000000000000000000000000', '0e682c0eb21ad13ff37ab23b3a5677867f801a87000cad619f35245aaec23476');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 2, 'offer_made', 1800000090000, 102, '{"author_id":102,"expires_at_ms":null,"freelancer_minor":40000,"note":null,"number":1}', '0e682c0eb21ad13ff37ab23b3a5677867f801a87000cad619f35245aaec23476', '6b8e2f90091fd1234670e4d86f77ff23f75ddf4553dbe12f82cd8c93299d947b');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 3, 'deadline_armed', 1800000090000, 102, '{"deadline":{"deadline_id":1,"due_at_ms":1801209690000,"held_since_ms":null,"hold_reason":null,"kind":"response","party_id":101,"starts_at_ms":1800000090000,"state":"armed","subject":null,"window_seconds":1209600}}', '6b8e2f90091fd1234670e4d86f77ff23f75ddf4553dbe12f82cd8c93299d947b', '3552c2f846b5d419145509ef00578ff95fa61c403f0c97785044c870141fabdd');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 4, 'deadline_ended', 1800000101000, 101, '{"deadline_id":1,"state":"met"}', '3552c2f846b5d419145509ef00578ff95fa61c403f0c97785044c870141fabdd', '9a0c10dc0108e87147ba5286167a54c6cf3ba4c57f3aaff66c2c55460ea39392');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 5, 'case_challenged', 1800000101000, 101, '{"statement":{"digest":"a2276d237596bfb6e75ffbdded84af5f3270de75bd66a676d33f0c5ad16b819d","text_id":"statement3"}}', '9a0c10dc0108e87147ba5286167a54c6cf3ba4c57f3aaff66c2c55460ea39392', '15e8c6e61df98fc2e01de6f47cb776a39156eaaee25c8795cb3bda95912cbc69');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 6, 'stage_entered', 1800000101000, 101, '{"escalated":false,"stage":"negotiation"}', '15e8c6e61df98fc2e01de6f47cb776a39156eaaee25c8795cb3bda95912cbc69', '44aae157057ee41fb4cd2c44e7c2dd25fad4203758a0c724b6cf8fb3d6a12477');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 7, 'exhibit_added', 1800000201000, 102, '{"author_id":102,"description":{"digest":"9be4067c0e7ca9e1dbd8640c2bed657b3b8ffca54071afead1ccc3631138a210","text_id":"exhibit3"},"exhibit":"C-1","link":null}', '44aae157057ee41fb4cd2c44e7c2dd25fad4203758a0c724b6cf8fb3d6a12477', 'dc070ae08a31e872b602e8d848dede2ce3f1012fa61d1c2e3d8d20915a52222f');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 8, 'offer_closed', 1800000251000, 102, '{"by_member_id":102,"number":1,"reason":null,"state":"superseded"}', 'dc070ae08a31e872b602e8d848dede2ce3f1012fa61d1c2e3d8d20915a52222f', 'a1934db3262aae31d527b3df000ceea0ea0176c5714bda05fb2af1d219f12681');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 9, 'offer_made', 1800000251000, 102, '{"author_id":102,"expires_at_ms":1800007451000,"freelancer_minor":60000,"note":null,"number":2}', 'a1934db3262aae31d527b3df000ceea0ea0176c5714bda05fb2af1d219f12681', '2ef5573ef157a3f84028711cfe8fa7dd8271507074c0065dbb9c6e1477f15c5f');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 10, 'deadline_armed', 1800000251000, 102, '{"deadline":{"deadline_id":2,"due_at_ms":1800007451000,"held_since_ms":null,"hold_reason":null,"kind":"offer_expiry","party_id":102,"starts_at_ms":1800000251000,"state":"armed","subject":2,"window_seconds":7200}}', '2ef5573ef157a3f84028711cfe8fa7dd8271507074c0065dbb9c6e1477f15c5f', '8f96486ab602ec1fe99c017d24832084a4f10c9c852212d93e4992d4904418b7');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 11, 'fee_paid', 1800000301000, 101, '{"amount_minor":5000,"member_id":101,"transaction_digest":"4b296913735b6526fdec3195947ebd9841f58fb8add6e9596379c0251d93917f"}', '8f96486ab602ec1fe99c017d24832084a4f10c9c852212d93e4992d4904418b7', 'a1e4541ed5f6b0662a30da1f87fa04b9dab60a473687d165478c8f62cde355be');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 12, 'stage_entered', 1800000301000, 101, '{"escalated":false,"stage":"final_offers"}', 'a1e4541ed5f6b0662a30da1f87fa04b9dab60a473687d165478c8f62cde355be', '67ff7da675566085aa84b9fde0209b8369b0577492230d565f9c43c8dfbd38e0');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 13, 'deadline_armed', 1800000301000, 101, '{"deadline":{"deadline_id":3,"due_at_ms":1800605101000,"held_since_ms":null,"hold_reason":null,"kind":"fee","party_id":102,"starts_at_ms":1800000301000,"state":"armed","subject":null,"window_seconds":604800}}', '67ff7da675566085aa84b9fde0209b8369b0577492230d565f9c43c8dfbd38e0', '3babc911470dc422baed92bc4bfca2da44a3b15fa9a359bb8029f1872f99ff90');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 14, 'party_left', 1800000401000, NULL, '{"member_id":102}', '3babc911470dc422baed92bc4bfca2da44a3b15fa9a359bb8029f1872f99ff90', '5d3ba12f1479b194f52232ca914423572e920ddaab928207eace0ad7d92cfcc7');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'case', 3, 15, 'deadline_held', 1800000501000, NULL, '{"deadline_id":3,"reason":"never_reached"}', '5d3ba12f1479b194f52232ca914423572e920ddaab928207eace0ad7d92cfcc7', '74fbbf713491397f68f8c4f314cd39e04a570abc7249347a0da2389e7ff0ed74');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 1, 1, 'milestone_funded', 1800000000000, 101, '{"amount_minor":100000,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"milestone_id":1,"project_id":1,"terms":{"digest":"37514038620a69b516ac2499b5217053e00570c11d6c4d73647123d4d752947b","text_id":"terms-1"},"terms_author_id":101,"title":{"digest":"870ed62ef3c5b85d95cf8d71ffd1770fb04de21dc0935146b69714f93d541c39","text_id":"title-1"},"transaction_digest":"48b26845c70ac89ae4a49911053daf677111e78e2498a8d3fb96f1c626c4f2e0"}', '0000000000000000000000000000000000000000000000000000000000000000', 'f238ef317020634fb2bdc97c17169139bad26568a329cd5a60184648ddccfa44');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 1, 2, 'milestone_locked', 1800000000000, 101, '{"amount_minor":100000,"case_id":1}', 'f238ef317020634fb2bdc97c17169139bad26568a329cd5a60184648ddccfa44', '6ab9d7103578376525d804a2982558faf777257634921e35fa3b09c78c90e143');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 1, 3, 'milestone_unlocked', 1800000005000, NULL, '{"case_id":1,"client_minor":30000,"freelancer_minor":70000}', '6ab9d7103578376525d804a2982558faf777257634921e35fa3b09c78c90e143', '3cdffa39c1a52282b6729cf2ac53716404c421f5cc4941ab9c63421fd25a5e6c');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 2, 1, 'milestone_funded', 1800000000000, 101, '{"amount_minor":100000,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"milestone_id":2,"project_id":2,"terms":{"digest":"8974881d71513b8cd681cb1238aa5e5c35dbf9afa38612fbe0b27c8f8ecf9c53","text_id":"terms-2"},"terms_author_id":101,"title":{"digest":"1ae75d672e2734154dc7f2dfbfe69fc6a7550f76f933d2e6cdb8219e509bdb52","text_id":"title-2"},"transaction_digest":"527f73d021ed66551869edbe7af0e5caf4206a25510ab1d5f129ff47a4678b66"}', '0000000000000000000000000000000000000000000000000000000000000000', '43f502cfb4b6fb52a0184bf8b3c86883af364e87e82d4017b3386995ea68f1cf');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 2, 2, 'milestone_locked', 1800000060000, 101, '{"amount_minor":100000,"case_id":2}', '43f502cfb4b6fb52a0184bf8b3c86883af364e87e82d4017b3386995ea68f1cf', 'edfc5e2a50b696b630551c15005c6e7e3ffadd0df218a6ced1f740d745d36e16');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 3, 1, 'milestone_funded', 1800000000000, 101, '{"amount_minor":100000,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"milestone_id":3,"project_id":3,"terms":{"digest":"11d812f830b663f706bd17f41a20657aea473f6d77d4f4f7de6c3d6ec222bb31","text_id":"terms-3"},"terms_author_id":101,"title":{"digest":"ffb3580967dffb30b98b4057b65f62e05f67ae9b76cbad677b2fd9730340bd80","text_id":"title-3"},"transaction_digest":"f6e66a562b001b1b6cfe193fefa7a4d2c0d2818611b81ea75e987b0499b004da"}', '0000000000000000000000000000000000000000000000000000000000000000', 'cf5e745a5a91f7081be153f6bd9430e0185998a32d6bbf458536c0768ec275a2');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 3, 2, 'milestone_locked', 1800000090000, 102, '{"amount_minor":100000,"case_id":3}', 'cf5e745a5a91f7081be153f6bd9430e0185998a32d6bbf458536c0768ec275a2', '6fa5020e819598d7eb3ebd63b8ee9e2069d69c7372385f4981654dabff7fbc86');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 4, 1, 'milestone_funded', 1800000000000, 101, '{"amount_minor":100000,"client_id":101,"currency":"USD","freelancer_id":102,"guild_id":700000000000000001,"milestone_id":4,"project_id":4,"terms":{"digest":"76d4c5f64a23d23c23c2aa513b87896f43da12cb7f6c8b4135d64ef426c00306","text_id":"terms-4"},"terms_author_id":101,"title":{"digest":"fd070aac270481ad0b6922952e724943615197a3f6567bb285aba7b9bf631d76","text_id":"title-4"},"transaction_digest":"d5d54e6baf37b6bc1f05dbd57baa3de4e919e8b8801c98c4c56cbc191f9d7725"}', '0000000000000000000000000000000000000000000000000000000000000000', 'f9be2c9b66eb66443a9bc11b1080a81d0a0648c101142824cc09f33b62876a09');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 4, 2, 'money_given', 1800000000000, 101, '{"action":"release","amount_minor":30000,"transaction_digest":"dd593c55cb5fcd396c383003af2122ef99d06fec0e1d8386b65aa7f267dde80e"}', 'f9be2c9b66eb66443a9bc11b1080a81d0a0648c101142824cc09f33b62876a09', '8618ace1671c2aec70951124b1b9e9747facc5dbcbb211d29037c99c56d6a598');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 4, 3, 'money_given', 1800000000000, 102, '{"action":"return","amount_minor":5000,"transaction_digest":"ec09cf1128766b3b030fc6306d8dca4bd265659ebf526ac686059a5d971152bd"}', '8618ace1671c2aec70951124b1b9e9747facc5dbcbb211d29037c99c56d6a598', '973106668e79c9f7839fd69ff78b290ca124a14e8842c0d7caa777f0f062af60');

INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, actor_id, payload, previous_hash, hash)
VALUES (700000000000000001, 'milestone', 4, 4, 'terms_accepted', 1800000000000, 102, '{"member_id":102}', '973106668e79c9f7839fd69ff78b290ca124a14e8842c0d7caa777f0f062af60', 'e21733a6c9d7e07f644271ad031aefb08145ca1b44e1e6ce91ee63c403018737');

INSERT INTO guild_settings (guild_id, settings, version)
VALUES (700000000000000001, '{"limits":{"open_cases":3},"role_ids":{"moderator":5}}', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 1, 'in-for:1', 'deposit_confirmed', 1800000000000, NULL, '4efb4bcf0a821e9b89a257d059ab15002df5dbe7f583999982e526334493a7bc', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 2, 'milestone:1:fund', 'milestone_funded', 1800000000000, NULL, '48b26845c70ac89ae4a49911053daf677111e78e2498a8d3fb96f1c626c4f2e0', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 3, 'in-for:2', 'deposit_confirmed', 1800000000000, NULL, 'e62524cc3bff178c9ccebe1d84c290ef053c40541f07e696719b8dbf9629a1bd', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 4, 'milestone:2:fund', 'milestone_funded', 1800000000000, NULL, '527f73d021ed66551869edbe7af0e5caf4206a25510ab1d5f129ff47a4678b66', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 5, 'in-for:3', 'deposit_confirmed', 1800000000000, NULL, '3f0b0ba5d47119e95d384c00e886fca3d8f6bda71be932fbc65aa39f5874198c', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 6, 'milestone:3:fund', 'milestone_funded', 1800000000000, NULL, 'f6e66a562b001b1b6cfe193fefa7a4d2c0d2818611b81ea75e987b0499b004da', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 7, 'in-for:4', 'deposit_confirmed', 1800000000000, NULL, 'f4ce4411cae45437b53dcc8e36fe6f1c81617a52ad1c2c7224b8b728677d159c', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 8, 'milestone:4:fund', 'milestone_funded', 1800000000000, NULL, 'd5d54e6baf37b6bc1f05dbd57baa3de4e919e8b8801c98c4c56cbc191f9d7725', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 9, 'in:101:50000', 'deposit_confirmed', 1800000000000, NULL, '091adedc1d8f841177bbf5ea10b429be0aa80749364304bc019412654aafd235', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 10, 'in:102:50000', 'deposit_confirmed', 1800000000000, NULL, '69b6941d23397f6b97d4898e8478bd37a31fb6b1aa974379ff335d623cb90fda', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 11, 'milestone:4:release:2', 'milestone_release', 1800000000000, NULL, 'dd593c55cb5fcd396c383003af2122ef99d06fec0e1d8386b65aa7f267dde80e', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 12, 'milestone:4:return:3', 'milestone_return', 1800000000000, NULL, 'ec09cf1128766b3b030fc6306d8dca4bd265659ebf526ac686059a5d971152bd', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 13, 'case:1:fee:101', 'arbitration_fee', 1800000001010, 1, 'f9eb19e826a77b49835a2e76681b7ca39b6e9d95de15c4c948e8f761c7594690', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 14, 'case:1:fee:102', 'arbitration_fee', 1800000002000, 1, 'de18b044e84d31083a5c0f4ce8088e1471d88d25bc2e0d621d9c370f86d8b3b1', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 15, 'case:1:end', 'case_ruled', 1800000005000, 1, 'a6d35ed306335effafaa974ec7bb1e55caefd26bd9209fa7cab4238737eaf1b3', 1);

INSERT INTO ledger_transactions (guild_id, transaction_id, idempotency_key, cause, at_ms, case_id, digest, posted)
VALUES (700000000000000001, 16, 'case:3:fee:101', 'arbitration_fee', 1800000301000, 3, '4b296913735b6526fdec3195947ebd9841f58fb8add6e9596379c0251d93917f', 1);

INSERT INTO projects (guild_id, project_id, title_text_id, title_digest, client_id, freelancer_id, created_at_ms)
VALUES (700000000000000001, 1, 'title-1', '870ed62ef3c5b85d95cf8d71ffd1770fb04de21dc0935146b69714f93d541c39', 101, 102, 1800000000000);

INSERT INTO projects (guild_id, project_id, title_text_id, title_digest, client_id, freelancer_id, created_at_ms)
VALUES (700000000000000001, 2, 'title-2', '1ae75d672e2734154dc7f2dfbfe69fc6a7550f76f933d2e6cdb8219e509bdb52', 101, 102, 1800000000000);

INSERT INTO projects (guild_id, project_id, title_text_id, title_digest, client_id, freelancer_id, created_at_ms)
VALUES (700000000000000001, 3, 'title-3', 'ffb3580967dffb30b98b4057b65f62e05f67ae9b76cbad677b2fd9730340bd80', 101, 102, 1800000000000);

INSERT INTO projects (guild_id, project_id, title_text_id, title_digest, client_id, freelancer_id, created_at_ms)
VALUES (700000000000000001, 4, 'title-4', 'fd070aac270481ad0b6922952e724943615197a3f6567bb285aba7b9bf631d76', 101, 102, 1800000000000);

INSERT INTO setting_changes (guild_id, change_id, changed_at_ms, changed_by_id, "key", "old", "new")
VALUES (700000000000000001, 1, 1800000000000, 101, 'limits.open_cases', '10', '3');

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'category-1', 'salt of category-1', 'quality', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'category-2', 'salt of category-2', 'quality', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'category-3', 'salt of category-3', 'quality', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'exhibit', 'salt of exhibit', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'exhibit2', 'salt of exhibit2', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'exhibit3', 'salt of exhibit3', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'findings', 'salt of findings', 'Because of this and that. Because of this and that. Because of this and that. Because of this and that. ', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'l', 'salt of l', 'https://example.org/a', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'note', 'salt of note', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'reason-1', 'salt of reason-1', 'The work is not what was agreed upon.', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'reason-2', 'salt of reason-2', 'The work is not what was agreed upon.', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'reason-3', 'salt of reason-3', 'The work is not what was agreed upon.', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'statement', 'salt of statement', 'I did all that was agreed.', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'statement3', 'salt of statement3', 'I did all that was agreed.', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'terms-1', 'salt of terms-1', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'terms-2', 'salt of terms-2', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'terms-3', 'salt of terms-3', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'terms-4', 'salt of terms-4', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'title-1', 'salt of title-1', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'title-2', 'salt of title-2', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'title-3', 'salt of title-3', 'words that somebody wrote', NULL);

INSERT INTO texts (guild_id, text_id, salt, body, erased_at_ms)
VALUES (700000000000000001, 'title-4', 'salt of title-4', 'words that somebody wrote', NULL);

INSERT INTO wallet_requests (guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason)
VALUES (700000000000000001, 1, 101, 'deposit', 'USD', 5000, 'a note', 1800000000000, 'pending', NULL, NULL, NULL, NULL, NULL);

INSERT INTO wallet_requests (guild_id, request_id, member_id, kind, currency, amount_minor, reference, created_at_ms, state, settled_minor, settled_reference, closed_by_id, closed_at_ms, close_reason)
VALUES (700000000000000001, 2, 101, 'deposit', 'USD', 5000, 'a note', 1800000000000, 'pending', NULL, NULL, NULL, NULL, NULL);

INSERT INTO cases (guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms)
VALUES (700000000000000001, 1, 1, 'USD', 101, 102, 101, 102, 100000, 'category-1', '341acaad3273635176f5da57e06daf5996853162681ef2abee2076c396593c2d', 'reason-1', '8db07925a639941e8e1d6478b75b8c138e4330d5f6b9a2533debf83e982d76cc', '{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}', 1800000000000, 'ended', 1800000005000, 33, 0, NULL, NULL, 'statement', '116ec8528cff9a2c21cba46426e700725dadcbea1238b821c55b637e2ccf9e0c', 1, '[101,102]', 1800000004000, 202, '[]', NULL, '[]', 'ruled', 1800000005000);

INSERT INTO cases (guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms)
VALUES (700000000000000001, 2, 2, 'USD', 101, 102, 101, 102, 100000, 'category-2', 'f8fd053bc0c9bf9b5f8ecfdab278bd1e9a0d8bbd57de1c2f8dad244d93207182', 'reason-2', 'f53a1a9a1ca9cd9e81c0bbb089d880d087afb3ff6f0e4d0c86202cfc199184f3', '{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}', 1800000060000, 'response', 1800000060000, 3, 0, NULL, NULL, NULL, NULL, 0, '[]', NULL, NULL, '[]', NULL, '[]', NULL, NULL);

INSERT INTO cases (guild_id, case_id, project_id, currency, client_id, freelancer_id, claimant_id, respondent_id, disputed_minor, category_text_id, category_digest, reason_text_id, reason_digest, rulebook, opened_at_ms, stage, stage_entered_at_ms, version, escalated, escalation_reason_text_id, escalation_reason_digest, statement_text_id, statement_digest, answer_asked, rested_ids, evidence_closed_at_ms, arbitrator_id, never_reached, loser_id, left_ids, outcome, ended_at_ms)
VALUES (700000000000000001, 3, 3, 'USD', 101, 102, 102, 101, 100000, 'category-3', 'dc97b6705d04dbc2f9cf03a78b9b2409bff1c63a4a49cc2c4eef7aafbe5e502f', 'reason-3', 'a4e475c04bf8ab6985ec00566787cdc3cf78473cc6731480cc9e4a8d40b287ad', '{"fee":{"cap_bp":5000,"minimum_minor":500,"rate_bp":500,"refund":"winner"},"max_exhibits":40,"preset":"milestone","reminders":{"before_seconds":[86400,3600],"half":true},"settle_margin_seconds":90,"windows":{"answer":86400,"cashier":604800,"closing":86400,"closing_escalated":259200,"dormancy":null,"evidence":259200,"fee":604800,"idle_reminder":259200,"min_negotiation":0,"proposal":1209600,"question":172800,"request":604800,"response_client":1209600,"response_freelancer":345600,"ruling":604800}}', 1800000090000, 'final_offers', 1800000301000, 15, 0, NULL, NULL, 'statement3', 'a2276d237596bfb6e75ffbdded84af5f3270de75bd66a676d33f0c5ad16b819d', 0, '[]', NULL, NULL, '[]', NULL, '[102]', NULL, NULL);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 1, 1, 'member:101', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 1, 2, 'world', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 2, 1, 'escrow:1', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 2, 2, 'member:101', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 3, 1, 'member:101', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 3, 2, 'world', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 4, 1, 'escrow:2', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 4, 2, 'member:101', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 5, 1, 'member:101', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 5, 2, 'world', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 6, 1, 'escrow:3', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 6, 2, 'member:101', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 7, 1, 'member:101', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 7, 2, 'world', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 8, 1, 'escrow:4', 'USD', 100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 8, 2, 'member:101', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 9, 1, 'member:101', 'USD', 50000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 9, 2, 'world', 'USD', -50000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 10, 1, 'member:102', 'USD', 50000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 10, 2, 'world', 'USD', -50000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 11, 1, 'escrow:4', 'USD', -30000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 11, 2, 'member:102', 'USD', 30000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 12, 1, 'escrow:4', 'USD', -5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 12, 2, 'member:101', 'USD', 5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 13, 1, 'deposit:1:101', 'USD', 5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 13, 2, 'member:101', 'USD', -5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 14, 1, 'deposit:1:102', 'USD', 5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 14, 2, 'member:102', 'USD', -5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 1, 'deposit:1:101', 'USD', -5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 2, 'deposit:1:102', 'USD', -5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 3, 'escrow:1', 'USD', -100000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 4, 'fees', 'USD', 5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 5, 'member:101', 'USD', 30000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 15, 6, 'member:102', 'USD', 75000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 16, 1, 'deposit:3:101', 'USD', 5000, 1);

INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)
VALUES (700000000000000001, 16, 2, 'member:101', 'USD', -5000, 1);

INSERT INTO milestones (guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version)
VALUES (700000000000000001, 1, 1, 101, 102, 'USD', 100000, 0, 70000, 30000, 0, NULL, 'title-1', '870ed62ef3c5b85d95cf8d71ffd1770fb04de21dc0935146b69714f93d541c39', 'terms-1', '37514038620a69b516ac2499b5217053e00570c11d6c4d73647123d4d752947b', 101, NULL, 1800000000000, 3);

INSERT INTO milestones (guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version)
VALUES (700000000000000001, 2, 2, 101, 102, 'USD', 100000, 100000, 0, 0, 100000, 2, 'title-2', '1ae75d672e2734154dc7f2dfbfe69fc6a7550f76f933d2e6cdb8219e509bdb52', 'terms-2', '8974881d71513b8cd681cb1238aa5e5c35dbf9afa38612fbe0b27c8f8ecf9c53', 101, NULL, 1800000000000, 2);

INSERT INTO milestones (guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version)
VALUES (700000000000000001, 3, 3, 101, 102, 'USD', 100000, 100000, 0, 0, 100000, 3, 'title-3', 'ffb3580967dffb30b98b4057b65f62e05f67ae9b76cbad677b2fd9730340bd80', 'terms-3', '11d812f830b663f706bd17f41a20657aea473f6d77d4f4f7de6c3d6ec222bb31', 101, NULL, 1800000000000, 2);

INSERT INTO milestones (guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor, unreleased_minor, released_minor, returned_minor, locked_minor, locked_by_case_id, title_text_id, title_digest, terms_text_id, terms_digest, terms_author_id, terms_accepted_at_ms, created_at_ms, version)
VALUES (700000000000000001, 4, 4, 101, 102, 'USD', 100000, 65000, 30000, 5000, 0, NULL, 'title-4', 'fd070aac270481ad0b6922952e724943615197a3f6567bb285aba7b9bf631d76', 'terms-4', '76d4c5f64a23d23c23c2aa513b87896f43da12cb7f6c8b4135d64ef426c00306', 101, 1800000000000, 1800000000000, 4);

INSERT INTO case_milestones (guild_id, case_id, position, milestone_id, locked_minor, is_open, freelancer_minor, client_minor)
VALUES (700000000000000001, 1, 1, 1, 100000, 0, 70000, 30000);

INSERT INTO case_milestones (guild_id, case_id, position, milestone_id, locked_minor, is_open, freelancer_minor, client_minor)
VALUES (700000000000000001, 2, 1, 2, 100000, 1, NULL, NULL);

INSERT INTO case_milestones (guild_id, case_id, position, milestone_id, locked_minor, is_open, freelancer_minor, client_minor)
VALUES (700000000000000001, 3, 1, 3, 100000, 1, NULL, NULL);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 1, 1, 'response', 102, 1800000000000, 345600, 1800345600000, 'met', NULL, NULL, NULL, NULL, 1800000000000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 1, 2, 'offer_expiry', 102, 1800000001000, 7200, 1800007201000, 'cancelled', NULL, NULL, 3, NULL, 1800000001000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 1, 3, 'fee', 102, 1800000001010, 604800, 1800604801010, 'met', NULL, NULL, NULL, NULL, 1800000001010);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 1, 4, 'closing', NULL, 1800000002000, 86400, 1800086402000, 'met', NULL, NULL, NULL, NULL, 1800000002000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 1, 5, 'ruling', NULL, 1800000004000, 604800, 1800604804000, 'met', NULL, NULL, NULL, NULL, 1800000004000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 2, 1, 'response', 102, 1800000060000, 345600, 1800345660000, 'armed', NULL, NULL, NULL, 1800172860000, 1800000060000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 3, 1, 'response', 101, 1800000090000, 1209600, 1801209690000, 'met', NULL, NULL, NULL, NULL, 1800000090000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 3, 2, 'offer_expiry', 102, 1800000251000, 7200, 1800007451000, 'armed', NULL, NULL, 2, 1800007541000, 1800000251000);

INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, starts_at_ms, window_seconds, due_at_ms, state, held_since_ms, hold_reason, subject, wake_at_ms, reminded_until_ms)
VALUES (700000000000000001, 3, 3, 'fee', 102, 1800000301000, 604800, 1800605101000, 'held', 1800000501000, 'never_reached', NULL, NULL, 1800000301000);

INSERT INTO deliveries (guild_id, case_id, deadline_id, member_id, notice, message_id, route, delivered_at_ms)
VALUES (700000000000000001, 2, 1, 102, 'opening', 7, 'room', 1800000000000);

INSERT INTO deposits (guild_id, case_id, member_id, amount_minor, paid_at_ms, state, returned_minor, earned_minor)
VALUES (700000000000000001, 1, 101, 5000, 1800000001010, 'ended', 0, 5000);

INSERT INTO deposits (guild_id, case_id, member_id, amount_minor, paid_at_ms, state, returned_minor, earned_minor)
VALUES (700000000000000001, 1, 102, 5000, 1800000002000, 'ended', 5000, 0);

INSERT INTO deposits (guild_id, case_id, member_id, amount_minor, paid_at_ms, state, returned_minor, earned_minor)
VALUES (700000000000000001, 3, 101, 5000, 1800000301000, 'held', 0, 0);

INSERT INTO exhibits (guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms)
VALUES (700000000000000001, 1, 1, 'C-1', 101, 'exhibit', '0c2c5fc95d6661c12a2788c88d56a9eff865e6b9bd31252835344fd3146ff883', 'l', '8c109a87b57de370fd5811c39bb0ec5f602e7f031ce47fee86071b220a51460a', 1800000001005, 1800000001007);

INSERT INTO exhibits (guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms)
VALUES (700000000000000001, 1, 2, 'R-1', 102, 'exhibit2', '5e3f76adf7e9b8795ede983cca92dd3ac8ea130c08767b6a9972a92a1feb6276', NULL, NULL, 1800000001006, NULL);

INSERT INTO exhibits (guild_id, case_id, position, name, author_id, description_text_id, description_digest, link_text_id, link_digest, added_at_ms, withdrawn_at_ms)
VALUES (700000000000000001, 3, 1, 'C-1', 102, 'exhibit3', '9be4067c0e7ca9e1dbd8640c2bed657b3b8ffca54071afead1ccc3631138a210', NULL, NULL, 1800000201000, NULL);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 1, 1, 101, 40000, NULL, NULL, NULL, 1800000000000, 'superseded', 1800000001000, 101);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 1, 2, 101, 50000, NULL, NULL, NULL, 1800000001000, 'void', 1800000002000, NULL);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 1, 3, 102, 80000, 'note', 'bcde3f6cc2e1077487239b2d55ade385e310069c06cb7c86cbbbc42dd5daca82', 1800007201000, 1800000001000, 'void', 1800000002000, NULL);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 2, 1, 101, 40000, NULL, NULL, NULL, 1800000060000, 'open', NULL, NULL);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 3, 1, 102, 40000, NULL, NULL, NULL, 1800000090000, 'superseded', 1800000251000, 102);

INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, note_text_id, note_digest, expires_at_ms, made_at_ms, state, closed_at_ms, closed_by_id)
VALUES (700000000000000001, 3, 2, 102, 60000, NULL, NULL, 1800007451000, 1800000251000, 'open', NULL, NULL);

INSERT INTO room_messages (guild_id, message_id, case_id, author_id, sent_at_ms, body, edited_at_ms, deleted_at_ms)
VALUES (700000000000000001, 900, 2, 101, 1800000000000, 'words it''s ☃', NULL, NULL);

INSERT INTO rooms (guild_id, case_id, channel_id, card_message_id, unreachable)
VALUES (700000000000000001, 1, 50, 60, 0);

INSERT INTO rooms (guild_id, case_id, channel_id, card_message_id, unreachable)
VALUES (700000000000000001, 2, 51, 61, 1);

INSERT INTO rulings (guild_id, case_id, arbitrator_id, freelancer_minor, client_minor, findings_text_id, findings_digest, made_at_ms, never_reached)
VALUES (700000000000000001, 1, 202, 70000, 30000, 'findings', 'd8d480a290c6312453aa661ab7d10dcb2c157e5dd9b1dd6b585b0c49fda05c3c', 1800000005000, '[]');
