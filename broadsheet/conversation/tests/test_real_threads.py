"""A real community's posts, comments and votes: they load, and Most Voted is their own order."""

import os
from collections import defaultdict
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from django.utils.html import strip_tags

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import Comment, Direction, Vote
from broadsheet.conversation.reading.counting import check, recount
from broadsheet.conversation.reading.lines import Line
from broadsheet.conversation.reading.queries import conversation_of, discussion_of
from broadsheet.conversation.reading.ranking import Sort
from broadsheet.conversation.reading.view import View
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.readers.models import Reader

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material")) / "threads"
QUESTION, ANSWER = "1", "2"
DIRECTIONS = {"2": Direction.UP, "3": Direction.DOWN}

pytestmark = pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: ../shared/material is not here"
)


def test_real_threads_load_with_their_votes_in_the_order_of_their_scores(
    write_story: WriteStory,
) -> None:
    posts = {post.attrib["Id"]: post for post in _rows("Posts")}
    questions = [post for post in posts.values() if post.attrib["PostTypeId"] == QUESTION]
    stories = {q.attrib["Id"]: write_story(f"Question {q.attrib['Id']}") for q in questions[:12]}

    roots = _load(stories, posts)

    assert check() == []
    assert len(roots) > 15
    assert Vote.objects.count() > 100
    for question_id, story in stories.items():
        shown = [roots[line.id] for line in _most_voted(story) if line.id in roots]
        scores = [int(post.attrib["Score"]) for post in shown]
        assert scores == sorted(scores, reverse=True), question_id


def _load(stories: dict[str, Article], posts: dict[str, Element]) -> dict[int, Element]:
    """Answers become roots, comments on them replies; returns the posts of the roots."""
    comments = {
        post_id: _comment(stories[post.attrib["ParentId"]], post)
        for post_id, post in posts.items()
        if post.attrib["PostTypeId"] == ANSWER and post.attrib["ParentId"] in stories
    }
    for said in _rows("Comments"):
        if parent := comments.get(said.attrib["PostId"]):
            _comment(parent.article, said, parent=parent, root=parent)
    _vote(comments)
    for story in stories.values():
        recount(story)
    return {comment.pk: posts[post_id] for post_id, comment in comments.items()}


def _vote(comments: dict[str, Comment]) -> None:
    cast: dict[str, list[Direction]] = defaultdict(list)
    for vote in _rows("Votes"):
        if vote.attrib["PostId"] in comments and vote.attrib["VoteTypeId"] in DIRECTIONS:
            cast[vote.attrib["PostId"]].append(DIRECTIONS[vote.attrib["VoteTypeId"]])
    voters = Reader.objects.bulk_create([Reader() for _ in range(max(map(len, cast.values())))])
    for post_id, directions in cast.items():
        comment = comments[post_id]
        comment.up_count = directions.count(Direction.UP)
        comment.down_count = directions.count(Direction.DOWN)
        comment.save()
        Vote.objects.bulk_create(
            Vote(comment=comment, reader=voter, direction=direction, cast_at=comment.created_at)
            for voter, direction in zip(voters, directions, strict=False)
        )


def _comment(story: Article, row: Element, **answered: Comment) -> Comment:
    body = row.attrib.get("Body")
    text = unescape(strip_tags(body)) if body else row.attrib["Text"]
    return Comment.objects.create(
        article=story,
        name=row.attrib.get("UserDisplayName") or f"Reader {row.attrib.get('OwnerUserId', '')}",
        text=text[:10_000],
        html=render_comment(text[:10_000]).html,
        created_at=datetime.fromisoformat(row.attrib["CreationDate"]).replace(tzinfo=UTC),
        **answered,
    )


def _most_voted(story: Article) -> list[Line]:
    view = View(sort=Sort.MOST_VOTED)
    found = conversation_of(
        story, view, discussion=discussion_of(story), newsroom=NewsroomSettings.load()
    )
    return list(found.lines)


def _rows(name: str) -> list[Element]:
    return list(parse(MATERIAL / f"{name}.xml").getroot())
