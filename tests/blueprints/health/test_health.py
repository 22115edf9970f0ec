from followup import create_app


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").json == {"alive": True}


def test_an_installation_that_is_not_fit_says_why_in_a_word(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "faults": ["migrations"]}


def test_without_a_database_the_answer_is_still_an_answer(settings, tmp_path):
    app = create_app(settings(f"sqlite:///{tmp_path}/missing/followup.sqlite"))

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "faults": ["database"]}
    assert app.test_client().get("/healthz").status_code == 200
