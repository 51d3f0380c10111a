# The root of a small API, made up for the tests: it writes its routes in every way that GitLab does.
module API
  class API < ::API::Base
    allow_access_with_scope :api
    allow_access_with_scope :read_api, if: ->(request) { request.get? || request.head? }
    prefix :api

    version 'v3', using: :path do
      route :any, '*path' do
        error!('gone', 410)
      end
    end

    version 'v4', using: :path

    mount ::API::Widgets
    mount ::API::Notes
    mount ::API::Hidden if ENV['SHOWN']
    mount ::API::Elsewhere
    mount ::API::Beside

    route :any, '*path' do
      error!('404 Not Found', 404)
    end
  end
end

API::API.prepend_mod
