"""The order of a conversation: states and judgements, rules, who may write, bans and reports."""
