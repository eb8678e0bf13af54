import json

import pytest

CONTENT = {
    "data": [
        {
            "title": "Lake_Aral",
            "paragraphs": [
                {
                    "context": "The ferry Juno sank in 1911. Nobody was on board.",
                    "qas": [
                        {
                            "id": 1,
                            "question": "When did the ferry sink?",
                            "answers": [{"text": "1911", "answer_start": 23}],
                        },
                        {"id": 2, "question": "Who owned Juno?", "answers": [], "is_impossible": True},
                    ],
                },
                {
                    "context": "A baker in Oran sold bread shaped like moons.",
                    "qas": [
                        {"id": 3, "question": "Where was the baker?", "answers": [{"text": "Oran", "answer_start": 11}]}
                    ],
                },
            ],
        }
    ]
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path
